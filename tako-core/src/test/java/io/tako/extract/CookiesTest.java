package io.tako.extract;

import static io.tako.extract.Extractors.cookie;
import static io.tako.extract.Extractors.encryptedCookie;
import static io.tako.extract.Extractors.signedCookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.handler.Input;
import io.tako.http.CookieKeys;
import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.RouterSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseCookie;

class CookiesTest {

    private static final String OLD = "an old secret of thirty-two bytes or more";
    private static final String NEW = "a new secret of thirty-two bytes or more!";

    private static TestRequest keyed(String... secrets) {
        return TestRequest.get("/")
                .settings(
                        RouterSettings.defaults().withCookieKeys(CookieKeys.of(List.of(secrets))));
    }

    private static String pair(ResponseCookie cookie) {
        return cookie.getName() + "=" + cookie.getValue();
    }

    @Test
    void cookieIsFoundAmongOthers() {
        Request request = TestRequest.get("/").field("Cookie", "a=1; b=x=y; c=\"q\"").request();
        assertThat(cookie("a").extract(request)).isEqualTo("1");
        assertThat(cookie("b").extract(request)).isEqualTo("x=y");
        assertThat(cookie("c").extract(request)).isEqualTo("q");
    }

    @Test
    void cookieNamesAreMatchedExactly() {
        Request request = TestRequest.get("/").field("Cookie", "ab=1; A=2; b").request();
        assertThatThrownBy(() -> cookie("a").extract(request))
                .isInstanceOf(Rejection.Missing.class)
                .hasMessage("cookie 'a' is missing");
        assertThat(cookie("b").optional().extract(request)).isEmpty();
    }

    @Test
    void cookiesMayBeSpreadOverSeveralFields() {
        Request request =
                TestRequest.get("/").field("Cookie", "a=1").field("Cookie", "b=2").request();
        assertThat(cookie("b").extract(request)).isEqualTo("2");
    }

    @Test
    void signedCookieComesBackAsItWasMade() {
        ResponseCookie made = SecureCookies.signed(keyed(NEW).request(), "s", "häl;lo").build();
        assertThat(signedCookie("s").extract(keyed(NEW).field("Cookie", pair(made)).request()))
                .isEqualTo("häl;lo");
    }

    @Test
    void changedSignedCookieCountsAsMissing() {
        ResponseCookie made = SecureCookies.signed(keyed(NEW).request(), "s", "hello").build();
        Request forged = keyed(NEW).field("Cookie", "s=A" + made.getValue()).request();
        assertThatThrownBy(() -> signedCookie("s").extract(forged))
                .isInstanceOf(Rejection.Missing.class);
        assertThat(signedCookie("s").optional().extract(forged)).isEmpty();
    }

    @Test
    void signedCookieCannotMoveToAnotherName() {
        ResponseCookie made = SecureCookies.signed(keyed(NEW).request(), "s", "hello").build();
        Request moved = keyed(NEW).field("Cookie", "t=" + made.getValue()).request();
        assertThat(signedCookie("t").optional().extract(moved)).isEmpty();
    }

    @Test
    void cookieOfAnOlderSecretIsStillRead() {
        ResponseCookie made = SecureCookies.signed(keyed(OLD).request(), "s", "hello").build();
        assertThat(signedCookie("s").extract(keyed(NEW, OLD).field("Cookie", pair(made)).request()))
                .isEqualTo("hello");
    }

    @Test
    void encryptedCookieHidesItsValueAndComesBack() {
        ResponseCookie made = SecureCookies.encrypted(keyed(NEW).request(), "s", "secret").build();
        assertThat(made.getValue()).doesNotContain("secret");
        assertThat(encryptedCookie("s").extract(keyed(NEW).field("Cookie", pair(made)).request()))
                .isEqualTo("secret");
    }

    @Test
    void encryptedCookieOfAnotherKeyCountsAsMissing() {
        ResponseCookie made = SecureCookies.encrypted(keyed(OLD).request(), "s", "secret").build();
        Request request = keyed(NEW).field("Cookie", pair(made)).request();
        assertThatThrownBy(() -> encryptedCookie("s").extract(request))
                .isInstanceOf(Rejection.Missing.class);
    }

    @Test
    void builderStartsWithSafeAttributes() {
        ResponseCookie plain = SecureCookies.signed(keyed(NEW).request(), "s", "v").build();
        assertThat(plain.isHttpOnly()).isTrue();
        assertThat(plain.getSameSite()).isEqualTo("Lax");
        assertThat(plain.getPath()).isEqualTo("/");
        assertThat(plain.isSecure()).isFalse();
        assertThat(SecureCookies.signed(keyed(NEW).encrypted().request(), "s", "v").build())
                .matches(ResponseCookie::isSecure);
    }

    @Test
    void finishedCookieKeepsItsAttributes() {
        ResponseCookie cookie = ResponseCookie.from("s", "v").path("/app").maxAge(60).build();
        Request request = keyed(NEW).request();
        ResponseCookie signed = SecureCookies.signed(request, cookie);
        assertThat(signed.getPath()).isEqualTo("/app");
        assertThat(signed.getMaxAge().toSeconds()).isEqualTo(60);
        assertThat(signedCookie("s").extract(keyed(NEW).field("Cookie", pair(signed)).request()))
                .isEqualTo("v");
        ResponseCookie hidden = SecureCookies.encrypted(request, cookie);
        assertThat(hidden.getPath()).isEqualTo("/app");
        assertThat(encryptedCookie("s").extract(keyed(NEW).field("Cookie", pair(hidden)).request()))
                .isEqualTo("v");
    }

    @Test
    void withoutKeysItIsTheServersFault() {
        Request request = TestRequest.get("/").field("Cookie", "s=x").request();
        assertThatThrownBy(() -> signedCookie("s").extract(request))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SecureCookies.signed(request, "s", "v"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void planTellsThatKeysAreNeeded() {
        assertThat(signedCookie("s").inputs().getFirst().kind())
                .isEqualTo(Input.Kind.SIGNED_COOKIE);
        assertThat(encryptedCookie("s").inputs().getFirst().kind())
                .isEqualTo(Input.Kind.ENCRYPTED_COOKIE);
    }
}
