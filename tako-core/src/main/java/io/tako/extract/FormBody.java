package io.tako.extract;

import io.tako.handler.BodyExtractor;
import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.util.MultiValueMap;

/** Reads {@code application/x-www-form-urlencoded} bodies. */
final class FormBody {

    private FormBody() {}

    static BodyExtractor<MultiValueMap<String, String>> fields() {
        return BodyReading.required(MultiValueMap.class, FormBody::read);
    }

    static <T extends Record> BodyExtractor<T> of(Class<T> type) {
        RecordBinding<T> binding = new RecordBinding<>(type, Input.Kind.BODY, "form");
        return BodyReading.required(
                type, request -> binding.bind(read(request), request.settings()));
    }

    private static MultiValueMap<String, String> read(Request request) throws IOException {
        if (BodyTypes.absent(request)) {
            throw new Rejection.Missing("request body is missing");
        }
        BodyTypes.requireForm(request);
        String text = BodyReading.decode(request.content().bytes(), StandardCharsets.UTF_8);
        int most = request.settings().maxParameters();
        return UrlEncoded.parse(text, "form", most, Rejection.TooLarge::new);
    }
}
