package io.tako.extract;

import static io.tako.extract.Extractors.json;
import static io.tako.extract.Extractors.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.RouterSettings;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

class ValidatedTest {

    record Page(@Min(1) int page, @Max(100) int size) {}

    record Item(@NotBlank(message = "needs a name") String name) {}

    record Order(List<@Valid Item> items) {}

    private static final String TWO_ITEMS = "{\"items\":[{\"name\":\"a\"},{\"name\":\"\"}]}";
    private static final ValidatorFactory FACTORY = Validation.buildDefaultValidatorFactory();
    private static final RouterSettings SETTINGS =
            RouterSettings.defaults().withValidator(FACTORY.getValidator());

    @AfterAll
    static void close() {
        FACTORY.close();
    }

    private static TestRequest get(String target) {
        return TestRequest.get(target).settings(SETTINGS);
    }

    private static TestRequest post(String body) {
        return TestRequest.post("application/json", body).settings(SETTINGS);
    }

    @Test
    void valueWithoutFaultPasses() {
        assertThat(query(Page.class).validated().extract(get("/?page=1&size=5").request()))
                .isEqualTo(new Page(1, 5));
    }

    @Test
    void everyBrokenRuleIsListed() {
        assertThatThrownBy(
                        () ->
                                query(Page.class)
                                        .validated()
                                        .extract(get("/?page=0&size=500").request()))
                .asInstanceOf(type(Rejection.Unprocessable.class))
                .satisfies(
                        e ->
                                assertThat(e.violations())
                                        .extracting(Rejection.Violation::field)
                                        .containsExactly("page", "size"));
    }

    @Test
    void violationInABodyNamesThePathAndTheRule() {
        assertThatThrownBy(() -> json(Order.class).validated().extract(post(TWO_ITEMS).request()))
                .asInstanceOf(type(Rejection.Unprocessable.class))
                .satisfies(
                        e ->
                                assertThat(e.violations())
                                        .containsExactly(
                                                new Rejection.Violation(
                                                        "items[1].name", "needs a name")));
    }

    @Test
    void elementsOfAListAreValidatedOneByOne() {
        var items = json(new ParameterizedTypeReference<List<Item>>() {}).validated();
        assertThatThrownBy(
                        () -> items.extract(post("[{\"name\":\"a\"},{\"name\":\" \"}]").request()))
                .asInstanceOf(type(Rejection.Unprocessable.class))
                .satisfies(
                        e ->
                                assertThat(e.violations())
                                        .extracting(Rejection.Violation::field)
                                        .containsExactly("[1].name"));
    }

    @Test
    void absentOptionalHasNothingToValidate() throws Exception {
        assertThat(json(Item.class).optional().validated().extract(get("/").request())).isEmpty();
    }

    @Test
    void presentOptionalIsValidated() {
        assertThatThrownBy(
                        () ->
                                json(Item.class)
                                        .optional()
                                        .validated()
                                        .extract(post("{\"name\":\"\"}").request()))
                .isInstanceOf(Rejection.Unprocessable.class);
    }

    @Test
    void planAsksForValidation() {
        assertThat(query(Page.class).validated().inputs())
                .extracting(Input::kind)
                .containsExactly(Input.Kind.QUERY, Input.Kind.QUERY, Input.Kind.VALIDATION);
        assertThat(json(Item.class).validated().inputs())
                .contains(new Input(Input.Kind.VALIDATION, "", Item.class, false));
    }

    @Test
    void withoutValidatorItIsTheServersFault() {
        assertThatThrownBy(
                        () ->
                                query(Page.class)
                                        .validated()
                                        .extract(TestRequest.get("/?page=1&size=1").request()))
                .isInstanceOf(IllegalStateException.class);
    }
}
