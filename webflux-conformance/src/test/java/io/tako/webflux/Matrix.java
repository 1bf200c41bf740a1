package io.tako.webflux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** All cells of places, tricks and callers, asked of a server. */
final class Matrix {

    private static final int AT_ONCE = 12;

    private Matrix() {}

    /** Asks a question. */
    @FunctionalInterface
    interface Question {
        Reply ask(Cell cell) throws IOException;
    }

    static List<Cell> cells(List<Place> places) {
        List<Cell> cells = new ArrayList<>();
        List<PathTrick> tricks = PathTricks.all();
        for (Place place : places) {
            for (PathTrick trick : tricks) {
                for (Caller caller : Caller.values()) {
                    cells.add(new Cell(place, trick, caller));
                }
            }
        }
        return cells;
    }

    /** Asks all of them over HTTP/1.1. */
    static Map<Cell, Reply> ask(int port, List<Cell> cells)
            throws InterruptedException, ExecutionException {
        return ask(cells, cell -> RawAsk.ask(port, cell.place(), cell.trick(), cell.caller()));
    }

    /** Asks all of them, a few at a time. */
    static Map<Cell, Reply> ask(List<Cell> cells, Question question)
            throws InterruptedException, ExecutionException {
        Map<Cell, Future<Reply>> asked = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Cell cell : cells) {
                asked.put(cell, threads.submit(() -> question.ask(cell)));
            }
        }
        Map<Cell, Reply> replies = new LinkedHashMap<>();
        for (var one : asked.entrySet()) {
            replies.put(one.getKey(), one.getValue().get());
        }
        return replies;
    }

    /** The cells in which Tako is more lenient, with both answers. */
    static List<String> faults(Map<Cell, Reply> tako, Map<Cell, Reply> other) {
        List<String> faults = new ArrayList<>();
        tako.forEach(
                (cell, reply) -> {
                    Reply reference = Objects.requireNonNull(other.get(cell), cell::toString);
                    String fault = cell.fault(reply, reference);
                    if (!fault.isEmpty()) {
                        faults.add(
                                "%s: %s by %s for %s answers %d, on Reactor Netty %d"
                                        .formatted(
                                                fault,
                                                cell.place(),
                                                cell.trick(),
                                                cell.caller(),
                                                reply.status(),
                                                reference.status()));
                    }
                });
        return faults;
    }
}
