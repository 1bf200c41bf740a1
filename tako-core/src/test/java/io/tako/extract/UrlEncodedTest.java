package io.tako.extract;

import static io.tako.extract.Extractors.form;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Extractors.queryAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.RouterSettings;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UrlEncodedTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static String pairs(int count) {
        return "a=1&".repeat(count);
    }

    private static Request posted(String body, RouterSettings settings) {
        return TestRequest.post(FORM, body).settings(settings).request();
    }

    @Test
    void formHasAThousandParametersAndNotOneMore() throws Exception {
        RouterSettings settings = RouterSettings.defaults();
        assertThat(Objects.requireNonNull(form().extract(posted(pairs(1000), settings))).get("a"))
                .hasSize(1000);
        Request more = posted(pairs(1001), settings);
        assertThatThrownBy(() -> form().extract(more))
                .isInstanceOf(Rejection.TooLarge.class)
                .hasMessage("form has more than 1000 parameters");
    }

    @Test
    void queryHasAThousandParametersAndNotOneMore() {
        assertThat(queryAll("a", int.class).extract(TestRequest.get("/?" + pairs(1000)).request()))
                .hasSize(1000);
        Request more = TestRequest.get("/?" + pairs(1001)).request();
        assertThatThrownBy(() -> query("a").extract(more))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("query has more than 1000 parameters");
    }

    @Test
    void settingsSayHowManyParametersThereMayBe() throws Exception {
        RouterSettings two = RouterSettings.defaults().withMaxParameters(2);
        assertThat(form().extract(posted("a&b", two))).hasSize(2);
        assertThatThrownBy(() -> form().extract(posted("a&b&c", two)))
                .isInstanceOf(Rejection.TooLarge.class);
    }

    @Test
    void emptyParametersDoNotCount() throws Exception {
        assertThat(form().extract(posted("&".repeat(5000) + "a=1", RouterSettings.defaults())))
                .hasSize(1);
    }
}
