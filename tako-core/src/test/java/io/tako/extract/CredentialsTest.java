package io.tako.extract;

import static io.tako.extract.Extractors.basic;
import static io.tako.extract.Extractors.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tako.handler.HeadExtractor;
import io.tako.http.Rejection;
import io.tako.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static Request with(String authorization) {
        return TestRequest.get("/").field("Authorization", authorization).request();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void challenges(HeadExtractor<?> extractor, Request request, String challenge) {
        assertThatThrownBy(() -> extractor.extract(request))
                .asInstanceOf(type(Rejection.Unauthenticated.class))
                .satisfies(e -> assertThat(e.challenge()).isEqualTo(challenge));
    }

    @Test
    void basicGivesUserAndPassword() {
        assertThat(basic("r").extract(with("Basic " + base64("aladdin:open:sesame"))))
                .isEqualTo(new BasicCredentials("aladdin", "open:sesame"));
    }

    @Test
    void basicIsReadAsUtf8AndSchemeWithoutRegardToCase() {
        assertThat(basic("r").extract(with("bASIC " + base64("jürgen:größe"))))
                .isEqualTo(new BasicCredentials("jürgen", "größe"));
    }

    @Test
    void missingBasicChallengesWithTheRealm() {
        challenges(
                basic("the \"inner\" room"),
                TestRequest.get("/").request(),
                "Basic realm=\"the \\\"inner\\\" room\", charset=\"UTF-8\"");
    }

    @Test
    void otherSchemeChallengesToo() {
        challenges(basic("r"), with("Bearer abc"), "Basic realm=\"r\", charset=\"UTF-8\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic", "Basic !!!", "Basic bm9jb2xvbg==", "Basic w6Q6/w==", "Basic YToK"})
    void unreadableBasicChallenges(String field) {
        challenges(basic("r"), with(field), "Basic realm=\"r\", charset=\"UTF-8\"");
    }

    @Test
    void optionalBasicIsEmptyWhenAbsentAndRejectedWhenUnreadable() {
        assertThat(basic("r").optional().extract(TestRequest.get("/").request())).isEmpty();
        assertThat(basic("r").optional().extract(with("Bearer abc"))).isEmpty();
        challenges(
                basic("r").optional(), with("Basic !!!"), "Basic realm=\"r\", charset=\"UTF-8\"");
    }

    @Test
    void mappedCredentialsCanBeOptionalToo() {
        assertThat(
                        basic("r")
                                .map(BasicCredentials::user)
                                .optional()
                                .extract(TestRequest.get("/").request()))
                .isEmpty();
    }

    @Test
    void passwordIsLeftOutOfTheText() {
        assertThat(new BasicCredentials("u", "hunter2").toString())
                .contains("u")
                .doesNotContain("hunter2");
    }

    @Test
    void controlCharactersInARealmAreRefusedAtOnce() {
        assertThatThrownBy(() -> basic("a\r\nb")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bearerGivesItsToken() {
        assertThat(bearer().extract(with("Bearer aZ0-._~+/=="))).isEqualTo("aZ0-._~+/==");
    }

    @Test
    void missingBearerChallengesWithoutError() {
        challenges(bearer(), TestRequest.get("/").request(), "Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer a b", "Bearer a=b", "Bearer ä"})
    void unreadableBearerChallengesWithError(String field) {
        challenges(bearer(), with(field), "Bearer error=\"invalid_token\"");
    }

    @Test
    void twoAuthorizationFieldsAreRefused() {
        Request request =
                TestRequest.get("/")
                        .field("Authorization", "Bearer a")
                        .field("Authorization", "Bearer b")
                        .request();
        challenges(bearer(), request, "Bearer error=\"invalid_token\"");
    }
}
