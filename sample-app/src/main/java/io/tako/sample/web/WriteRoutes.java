package io.tako.sample.web;

import static io.tako.extract.Extractors.header;
import static io.tako.extract.Extractors.inputStream;
import static io.tako.extract.Extractors.json;
import static io.tako.extract.Extractors.maxBody;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Handlers.handle;

import io.tako.handler.Handler;
import io.tako.handler.HeadExtractor;
import io.tako.http.Rejection;
import io.tako.respond.Problems;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import io.tako.sample.CollectorProperties;
import io.tako.sample.influx.LineProtocol;
import io.tako.sample.influx.Precision;
import io.tako.sample.influx.UnknownPrecisionException;
import io.tako.sample.ingest.WriteReport;
import io.tako.sample.json.PointBatch;
import io.tako.sample.store.SeriesStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/**
 * Takes points in: line protocol as InfluxDB 1 and 2 do, and JSON. 204 says that everything is
 * stored; 400 lists what is not, while the rest is stored all the same.
 */
@Component
final class WriteRoutes implements Routes {

    private final LineProtocol lines;
    private final SeriesStore store;
    private final InstantSource clock;
    private final CollectorProperties properties;

    WriteRoutes(
            LineProtocol lines,
            SeriesStore store,
            InstantSource clock,
            CollectorProperties properties) {
        this.lines = lines;
        this.store = store;
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public void define(RouterBuilder routes) {
        routes.post("/api/v2/write", lines(precision(Precision::v2), WriteAnswers::v2))
                .post("/write", lines(precision(Precision::v1), WriteAnswers::v1))
                .post("/api/points", points())
                .onError(
                        UnknownPrecisionException.class,
                        (unknown, request) ->
                                Problems.problem(HttpStatus.BAD_REQUEST, unknown.getMessage()));
    }

    private static HeadExtractor<Precision> precision(Function<String, Precision> named) {
        return query("precision").map(named).orElse(Precision.NANOSECONDS);
    }

    private Handler lines(
            HeadExtractor<Precision> precision, Function<WriteReport, ProblemDetail> refusal) {
        return handle(
                precision,
                header(HttpHeaders.CONTENT_ENCODING)
                        .map(ContentCoding::of)
                        .orElse(ContentCoding.IDENTITY),
                maxBody(properties.maxBody().toBytes(), inputStream()),
                (unit, coding, body) -> answer(write(unit, coding, body), refusal));
    }

    private Handler points() {
        return handle(
                maxBody(properties.maxBody().toBytes(), json(PointBatch.class)).validated(),
                batch -> answer(batch.writeTo(store, clock), WriteAnswers::json));
    }

    private WriteReport write(Precision precision, ContentCoding coding, InputStream body)
            throws IOException {
        try {
            long most = properties.maxInflatedBody().toBytes();
            return lines.write(coding.unpack(body, most), precision);
        } catch (ZipException | EOFException _) {
            throw new Rejection.Malformed("request body is not whole gzip");
        }
    }

    private static @Nullable ProblemDetail answer(
            WriteReport report, Function<WriteReport, ProblemDetail> refusal) {
        return report.complete() ? null : refusal.apply(report);
    }
}
