package io.tako.sample.web;

import io.tako.respond.Problems;
import io.tako.sample.ingest.Refusal;
import io.tako.sample.ingest.WriteReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * What a writer hears about a batch of which a part was refused: a problem that lists why, with the
 * members that clients of InfluxDB look for.
 */
final class WriteAnswers {

    private WriteAnswers() {}

    /** With {@code code} and {@code message}, as version 2 has it. */
    static ProblemDetail v2(WriteReport report) {
        ProblemDetail problem = partial(report, "line");
        problem.setProperty("code", "invalid");
        problem.setProperty("message", summary(report, "line"));
        return problem;
    }

    /** With {@code error}, as version 1 has it. */
    static ProblemDetail v1(WriteReport report) {
        ProblemDetail problem = partial(report, "line");
        problem.setProperty("error", summary(report, "line"));
        return problem;
    }

    /** For points sent as JSON. */
    static ProblemDetail json(WriteReport report) {
        return partial(report, "point");
    }

    private static ProblemDetail partial(WriteReport report, String unit) {
        ProblemDetail problem =
                Problems.problem(
                        HttpStatus.BAD_REQUEST,
                        "%d points were written and %d refused"
                                .formatted(report.written(), report.rejected()));
        problem.setProperty("written", report.written());
        problem.setProperty("rejected", report.rejected());
        problem.setProperty("errors", errors(report.refusals(), unit));
        return problem;
    }

    private static List<Map<String, Object>> errors(List<Refusal> refusals, String unit) {
        return refusals.stream()
                .map(
                        refusal -> {
                            Map<String, Object> error = new LinkedHashMap<>();
                            error.put(unit, refusal.position());
                            error.put("message", refusal.reason());
                            return error;
                        })
                .toList();
    }

    private static String summary(WriteReport report, String unit) {
        Refusal first = report.refusals().getFirst();
        return "partial write: %s %d: %s; dropped=%d"
                .formatted(unit, first.position(), first.reason(), report.rejected());
    }
}
