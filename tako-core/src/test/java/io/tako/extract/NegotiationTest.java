package io.tako.extract;

import static io.tako.extract.Extractors.accept;
import static io.tako.extract.Extractors.acceptLanguage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.TEXT_HTML;
import static org.springframework.http.MediaType.TEXT_PLAIN;

import io.tako.http.Rejection;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

class NegotiationTest {

    private static MediaType choose(String field, MediaType... offered) {
        return accept(offered).extract(TestRequest.get("/").field("Accept", field).request());
    }

    private static Locale speak(String field, String... offered) {
        Locale[] locales = new Locale[offered.length];
        for (int i = 0; i < offered.length; i++) {
            locales[i] = Locale.forLanguageTag(offered[i]);
        }
        return acceptLanguage(locales)
                .extract(TestRequest.get("/").field("Accept-Language", field).request());
    }

    @Test
    void firstOfferStandsWhenTheClientDoesNotSay() {
        assertThat(accept(APPLICATION_JSON, TEXT_HTML).extract(TestRequest.get("/").request()))
                .isEqualTo(APPLICATION_JSON);
    }

    @Test
    void higherQualityWins() {
        assertThat(choose("application/json;q=0.5, text/html;q=0.9", APPLICATION_JSON, TEXT_HTML))
                .isEqualTo(TEXT_HTML);
    }

    @Test
    void moreExactRangeWinsAtEqualQuality() {
        assertThat(choose("*/*, text/html", APPLICATION_JSON, TEXT_HTML)).isEqualTo(TEXT_HTML);
    }

    @Test
    void orderOfferedDecidesBetweenEquals() {
        assertThat(choose("*/*", TEXT_PLAIN, APPLICATION_JSON)).isEqualTo(TEXT_PLAIN);
    }

    @Test
    void mostSpecificRangeGovernsAType() {
        assertThat(choose("text/*;q=0.9, text/html;q=0.1", TEXT_HTML, TEXT_PLAIN))
                .isEqualTo(TEXT_PLAIN);
    }

    @Test
    void rangeWithParametersIsMoreSpecificThanWithout() {
        MediaType levelOne = MediaType.valueOf("text/html;level=1");
        assertThat(choose("text/html;q=0.3, text/html;level=1", TEXT_HTML, levelOne))
                .isEqualTo(levelOne);
    }

    @Test
    void qualityZeroExcludesWhatAWildcardWouldAllow() {
        assertThat(choose("*/*, application/json;q=0", APPLICATION_JSON, TEXT_HTML))
                .isEqualTo(TEXT_HTML);
    }

    @Test
    void nothingAcceptableIs406WithTheOffer() {
        assertThatThrownBy(() -> choose("image/png", APPLICATION_JSON, TEXT_HTML))
                .isInstanceOf(Rejection.NotAcceptable.class)
                .hasMessageContaining("application/json, text/html");
    }

    @Test
    void unreadableAcceptIsMalformed() {
        assertThatThrownBy(() -> choose("nonsense", APPLICATION_JSON))
                .isInstanceOf(Rejection.Malformed.class);
    }

    @Test
    void languageIsLookedUpByQuality() {
        assertThat(speak("en;q=0.5, de;q=0.9", "en", "de")).isEqualTo(Locale.GERMAN);
    }

    @Test
    void regionFallsBackToItsLanguage() {
        assertThat(speak("de-CH", "en", "de")).isEqualTo(Locale.GERMAN);
    }

    @Test
    void languageDoesNotMatchAnotherRegionsVariant() {
        assertThat(speak("de", "en", "de-AT")).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void firstLanguageStandsWhenNoneMatches() {
        assertThat(speak("fr, *;q=0.1", "en", "de")).isEqualTo(Locale.ENGLISH);
        assertThat(acceptLanguage(Locale.GERMAN).extract(TestRequest.get("/").request()))
                .isEqualTo(Locale.GERMAN);
    }

    @Test
    void languageOfQualityZeroIsNotChosen() {
        assertThat(speak("de;q=0, fr", "en", "de")).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void unreadableLanguagesAreMalformed() {
        assertThatThrownBy(() -> speak("de;q=x", "de")).isInstanceOf(Rejection.Malformed.class);
    }

    @Test
    void offeringNothingIsRefusedAtOnce() {
        assertThatThrownBy(() -> accept()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> acceptLanguage()).isInstanceOf(IllegalArgumentException.class);
    }
}
