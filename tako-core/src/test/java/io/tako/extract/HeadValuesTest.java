package io.tako.extract;

import static io.tako.extract.Extractors.header;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Extractors.queryAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.Request;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeadValuesTest {

    private static Request get(String target) {
        return TestRequest.get(target).request();
    }

    @Test
    void pathVariableIsGivenDecoded() {
        Request request = TestRequest.get("/a%20b").variable("name", "a b").request();
        assertThat(path("name").extract(request)).isEqualTo("a b");
    }

    @Test
    void pathVariableBecomesALong() {
        Request request = TestRequest.get("/7").variable("id", "7").request();
        assertThat(path("id", long.class).extract(request)).isEqualTo(7L);
    }

    @Test
    void unreadablePathVariableIsMalformedWithNameValueAndType() {
        Request request = TestRequest.get("/x").variable("id", "x").request();
        assertThatThrownBy(() -> path("id", long.class).extract(request))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("path variable 'id' is \"x\" (expected: long)");
    }

    @Test
    void pathVariableOfAnotherPatternIsMissing() {
        assertThatThrownBy(() -> path("id").extract(get("/")))
                .isInstanceOf(Rejection.Missing.class)
                .hasMessage("path variable 'id' is missing");
    }

    @Test
    void missingQueryParameterIsNamed() {
        assertThatThrownBy(() -> query("page", int.class).extract(get("/?size=1")))
                .isInstanceOf(Rejection.Missing.class)
                .hasMessage("query parameter 'page' is missing");
    }

    @Test
    void firstOfSeveralQueryParametersIsTaken() {
        assertThat(query("a").extract(get("/?a=1&a=2"))).isEqualTo("1");
    }

    @Test
    void plusInTheQueryIsASpace() {
        assertThat(query("q").extract(get("/?q=a+b%2Bc"))).isEqualTo("a b+c");
    }

    @Test
    void escapesInTheQueryAreUtf8() {
        assertThat(query("q").extract(get("/?q=%E2%82%AC"))).isEqualTo("€");
    }

    @Test
    void escapedNamesMatchToo() {
        assertThat(query("a b").extract(get("/?a%20b=1"))).isEqualTo("1");
    }

    @Test
    void cutOffEscapeIsMalformed() {
        assertThatThrownBy(() -> query("q").extract(get("/?q=%4")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageContaining("\"%4\"");
    }

    @Test
    void escapeWithoutHexDigitsIsMalformed() {
        assertThatThrownBy(() -> query("q").extract(get("/?q=%zz")))
                .isInstanceOf(Rejection.Malformed.class);
    }

    @Test
    void escapesThatAreNotUtf8AreMalformed() {
        assertThatThrownBy(() -> query("q").extract(get("/?q=%C3%28")))
                .isInstanceOf(Rejection.Malformed.class);
    }

    @Test
    void parameterWithoutEqualsSignIsEmpty() {
        assertThat(query("flag").extract(get("/?flag&&x=1"))).isEmpty();
    }

    @Test
    void valueMayHoldEqualsSigns() {
        assertThat(query("q").extract(get("/?q=a=b"))).isEqualTo("a=b");
    }

    @Test
    void queryIsParsedOncePerRequest() {
        Request request = get("/?a=1");
        assertThat(HeadValues.parsedQuery(request)).isSameAs(HeadValues.parsedQuery(request));
    }

    @Test
    void allValuesOfAParameterComeInOrder() {
        assertThat(queryAll("n", int.class).extract(get("/?n=3&n=1&m=9&n=2")))
                .containsExactly(3, 1, 2);
    }

    @Test
    void noValueOfAParameterIsAnEmptyList() {
        assertThat(queryAll("n", int.class).extract(get("/"))).isEmpty();
    }

    @Test
    void oneUnreadableValueOfManyIsMalformed() {
        assertThatThrownBy(() -> queryAll("n", int.class).extract(get("/?n=1&n=two")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("query parameter 'n' is \"two\" (expected: int)");
    }

    @Test
    void numberOutOfRangeIsMalformed() {
        assertThatThrownBy(() -> query("n", int.class).extract(get("/?n=2147483648")))
                .isInstanceOf(Rejection.Malformed.class);
    }

    @Test
    void emptyTextIsNoNumber() {
        assertThatThrownBy(() -> query("n", double.class).extract(get("/?n=")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("query parameter 'n' is \"\" (expected: double)");
    }

    @Test
    void booleanReadsTrueAndFalse() {
        assertThat(query("b", boolean.class).extract(get("/?b=true"))).isTrue();
        assertThat(query("b", boolean.class).extract(get("/?b=false"))).isFalse();
    }

    @Test
    void booleanTakesTheConversionServicesWordsToo() {
        assertThat(query("b", boolean.class).extract(get("/?b=on"))).isTrue();
        assertThatThrownBy(() -> query("b", boolean.class).extract(get("/?b=maybe")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageContaining("expected: boolean");
    }

    @Test
    void uuidIsReadInItsWholeForm() {
        UUID id = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
        assertThat(query("id", UUID.class).extract(get("/?id=" + id))).isEqualTo(id);
    }

    @Test
    void shortenedUuidIsMalformed() {
        assertThatThrownBy(() -> query("id", UUID.class).extract(get("/?id=1-2-3-4-5")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageContaining("expected: UUID");
    }

    @Test
    void enumIsReadByName() {
        assertThat(query("day", DayOfWeek.class).extract(get("/?day=MONDAY")))
                .isEqualTo(DayOfWeek.MONDAY);
    }

    @Test
    void unknownEnumConstantIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> query("day", DayOfWeek.class).extract(get("/?day=Caturday")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageContaining("one of MONDAY, TUESDAY");
    }

    @Test
    void otherTypesGoThroughTheConversionService() {
        assertThat(query("d", Duration.class).extract(get("/?d=PT5S")))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void unreadableValueIsShortenedAndFreeOfControlCharacters() {
        String value = "%0A" + "x".repeat(100);
        assertThatThrownBy(() -> query("n", int.class).extract(get("/?n=" + value)))
                .hasMessageContaining("is \"?" + "x".repeat(39) + "…\" (expected: int)");
    }

    @Test
    void headerIsFoundWithoutRegardToCase() {
        Request request = TestRequest.get("/").field("X-Tenant", "acme").request();
        assertThat(header("x-tenant").extract(request)).isEqualTo("acme");
    }

    @Test
    void headerBecomesATypedValue() {
        Request request = TestRequest.get("/").field("X-Retries", "3").request();
        assertThat(header("X-Retries", int.class).extract(request)).isEqualTo(3);
    }

    @Test
    void missingHeaderIsNamed() {
        assertThatThrownBy(() -> header("X-Tenant").extract(get("/")))
                .isInstanceOf(Rejection.Missing.class)
                .hasMessage("header 'X-Tenant' is missing");
    }

    @Test
    void optionalIsEmptyOnlyWhenAbsent() {
        var page = query("page", int.class).optional();
        assertThat(page.extract(get("/"))).isEmpty();
        assertThat(page.extract(get("/?page=2"))).isEqualTo(Optional.of(2));
        assertThatThrownBy(() -> page.extract(get("/?page=x")))
                .isInstanceOf(Rejection.Malformed.class);
    }

    @Test
    void orElseStandsInOnlyWhenAbsent() {
        var page = query("page", int.class).orElse(1);
        assertThat(page.extract(get("/"))).isEqualTo(1);
        assertThat(page.extract(get("/?page=2"))).isEqualTo(2);
        assertThatThrownBy(() -> page.extract(get("/?page=x")))
                .isInstanceOf(Rejection.Malformed.class);
    }

    @Test
    void lambdaThatReportsMissingCanBeOptional() {
        io.tako.handler.HeadExtractor<String> never =
                head -> {
                    throw new Rejection.Missing("gone");
                };
        assertThat(never.optional().extract(get("/"))).isEmpty();
        assertThat(never.map(String::length).orElse(-1).extract(get("/"))).isEqualTo(-1);
    }

    @Test
    void mapTurnsTheValueIntoAnother() {
        assertThat(query("q").map(String::length).extract(get("/?q=abc"))).isEqualTo(3);
    }

    @Test
    void illegalArgumentInMapIsMalformedWithItsMessage() {
        var even =
                query("n", int.class)
                        .map(
                                n -> {
                                    if (n % 2 != 0) {
                                        throw new IllegalArgumentException("must be even");
                                    }
                                    return n;
                                });
        assertThat(even.extract(get("/?n=4"))).isEqualTo(4);
        assertThatThrownBy(() -> even.extract(get("/?n=3")))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("query parameter 'n': must be even");
    }

    @Test
    void otherExceptionsInMapStayWhatTheyAre() {
        var broken =
                query("n")
                        .map(
                                n -> {
                                    throw new IllegalStateException("ours");
                                });
        assertThatThrownBy(() -> broken.extract(get("/?n=3")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void planSaysWhatIsReadAndWhetherItIsRequired() {
        assertThat(path("id", long.class).inputs())
                .containsExactly(new Input(Input.Kind.PATH, "id", long.class, true));
        assertThat(query("q").map(String::length).optional().inputs())
                .containsExactly(new Input(Input.Kind.QUERY, "q", String.class, false));
    }
}
