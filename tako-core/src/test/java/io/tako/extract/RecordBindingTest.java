package io.tako.extract;

import static io.tako.extract.Extractors.form;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.Request;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordBindingTest {

    record Page(int page, int size, @Nullable String sort) {}

    record Filter(@Nullable List<DayOfWeek> days, Optional<String> name) {}

    record Place(String street, int number) {}

    record Person(String name, @Nullable Place home) {}

    record Window(long from, long to) {
        Window {
            if (to < from) {
                throw new IllegalArgumentException("to must not be before from");
            }
        }
    }

    record Key(String tenant, UUID id) {}

    record Broken(int n) {
        Broken {
            throw new IllegalStateException("ours");
        }
    }

    private static final String FORM = "application/x-www-form-urlencoded";

    private static Request get(String target) {
        return TestRequest.get(target).request();
    }

    private static Request post(String body) {
        return TestRequest.post(FORM, body).request();
    }

    @Test
    void recordIsBuiltOfQueryParameters() {
        assertThat(query(Page.class).extract(get("/?page=2&size=10&sort=name")))
                .isEqualTo(new Page(2, 10, "name"));
    }

    @Test
    void absentReferenceComponentIsNull() {
        assertThat(query(Page.class).extract(get("/?page=2&size=10")).sort()).isNull();
    }

    @Test
    void absentPrimitiveComponentIsNamed() {
        assertThatThrownBy(() -> query(Page.class).extract(get("/?page=2")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("query parameter 'size' is missing");
    }

    @Test
    void allFaultsAreToldTogether() {
        assertThatThrownBy(() -> query(Page.class).extract(get("/?page=x")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageContaining("query parameter 'page' is \"x\" (expected: int)")
                .hasMessageContaining("query parameter 'size' is missing");
        assertThatThrownBy(() -> query(Page.class).extract(get("/?page=x&size=y")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageContaining("'page' is \"x\"")
                .hasMessageContaining("'size' is \"y\"");
    }

    @Test
    void recordWithoutAnyOfItsParametersIsMissing() {
        assertThatThrownBy(() -> query(Window.class).extract(get("/?other=1")))
                .isInstanceOf(Rejection.Missing.class)
                .hasMessageContaining("'from' is missing")
                .hasMessageContaining("'to' is missing");
        assertThat(query(Window.class).optional().extract(get("/"))).isEmpty();
    }

    @Test
    void listTakesAllValuesAndOptionalMayBeEmpty() {
        assertThat(query(Filter.class).extract(get("/?days=MONDAY&days=FRIDAY")))
                .isEqualTo(
                        new Filter(List.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), Optional.empty()));
        assertThat(query(Filter.class).extract(get("/?days=MONDAY&name=a")))
                .isEqualTo(new Filter(List.of(DayOfWeek.MONDAY), Optional.of("a")));
    }

    @Test
    void unreadableElementOfAListIsNamed() {
        assertThatThrownBy(() -> query(Filter.class).extract(get("/?days=Caturday")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageContaining("'days'")
                .hasMessageNotContaining("java.");
    }

    @Test
    void dottedNamesReachIntoNestedRecords() {
        assertThat(query(Person.class).extract(get("/?name=a&home.street=b&home.number=3")))
                .isEqualTo(new Person("a", new Place("b", 3)));
    }

    @Test
    void faultInANestedRecordIsNamedByItsPath() {
        assertThatThrownBy(
                        () ->
                                query(Person.class)
                                        .extract(get("/?name=a&home.street=b&home.number=x")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageContaining("'home.number' is \"x\" (expected: int)");
    }

    @Test
    void constructorsRefusalIsMalformedInItsOwnWords() {
        assertThatThrownBy(() -> query(Window.class).extract(get("/?from=2&to=1")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("query: to must not be before from");
    }

    @Test
    void otherFailuresOfTheConstructorAreNotTheClients() {
        assertThatThrownBy(() -> query(Broken.class).extract(get("/?n=1")))
                .isNotInstanceOf(Rejection.class);
    }

    @Test
    void recordIsBuiltOfPathVariables() {
        UUID id = UUID.randomUUID();
        Request request =
                TestRequest.get("/")
                        .variable("tenant", "acme")
                        .variable("id", id.toString())
                        .request();
        assertThat(path(Key.class).extract(request)).isEqualTo(new Key("acme", id));
    }

    @Test
    void unreadablePathComponentIsNamed() {
        Request request =
                TestRequest.get("/").variable("tenant", "acme").variable("id", "7").request();
        assertThatThrownBy(() -> path(Key.class).extract(request))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("path variable 'id' is \"7\" (expected: UUID)");
    }

    @Test
    void planNamesEveryComponent() {
        assertThat(path(Key.class).inputs())
                .containsExactly(
                        new Input(Input.Kind.PATH, "tenant", String.class, true),
                        new Input(Input.Kind.PATH, "id", UUID.class, true));
        assertThat(query(Page.class).inputs())
                .extracting(Input::required)
                .containsExactly(true, true, false);
    }

    @Test
    void formFieldsKeepTheirOrderAndRepeats() throws Exception {
        assertThat(form().extract(post("b=1&a=x+y&b=%C3%A4")).toSingleValueMap())
                .containsExactly(
                        org.assertj.core.api.Assertions.entry("b", "1"),
                        org.assertj.core.api.Assertions.entry("a", "x y"));
        assertThat(form().extract(post("b=1&b=%C3%A4")).get("b")).containsExactly("1", "ä");
    }

    @Test
    void otherTypesAreNoForm() {
        assertThatThrownBy(() -> form().extract(TestRequest.post("text/plain", "a=1").request()))
                .isInstanceOf(Rejection.UnsupportedMedia.class);
        assertThatThrownBy(() -> form().extract(TestRequest.post("", "a=1").request()))
                .isInstanceOf(Rejection.UnsupportedMedia.class);
    }

    @Test
    void badEscapeInAFormIsMalformed() {
        assertThatThrownBy(() -> form().extract(post("a=%")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageStartingWith("form contains");
    }

    @Test
    void emptyFormHasNoFieldsAndNoFormIsMissing() throws Exception {
        assertThat(form().extract(post(""))).isEmpty();
        assertThatThrownBy(() -> form().extract(get("/"))).isInstanceOf(Rejection.Missing.class);
    }

    @Test
    void recordIsBuiltOfFormFields() throws Exception {
        assertThat(form(Page.class).extract(post("page=1&size=2"))).isEqualTo(new Page(1, 2, null));
    }

    @Test
    void unreadableFormFieldIsNamedAsOne() {
        assertThatThrownBy(() -> form(Page.class).extract(post("page=1&size=two")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("form field 'size' is \"two\" (expected: int)");
    }
}
