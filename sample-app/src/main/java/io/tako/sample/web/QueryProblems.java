package io.tako.sample.web;

import io.tako.http.Request;
import io.tako.respond.Problems;
import io.tako.sample.store.QueryException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** What a client hears about a question that has no answer. */
final class QueryProblems {

    private QueryProblems() {}

    static ProblemDetail problem(QueryException thrown, Request request) {
        HttpStatus status =
                switch (thrown) {
                    case QueryException.BadParameter _ -> HttpStatus.BAD_REQUEST;
                    case QueryException.NoSuchSeries _ -> HttpStatus.NOT_FOUND;
                    case QueryException.NotNumeric _ -> HttpStatus.CONFLICT;
                };
        return Problems.problem(status, thrown.getMessage());
    }
}
