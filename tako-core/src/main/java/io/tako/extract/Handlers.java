package io.tako.extract;

import io.tako.handler.BodyExtractor;
import io.tako.handler.BodyMode;
import io.tako.handler.Execution;
import io.tako.handler.Extractor;
import io.tako.handler.Handler;
import io.tako.handler.HandlerPlan;
import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Makes a handler of extractors and a method: each request is taken apart by the extractors in
 * their order, the method gets the values, and what it returns becomes the response by type (see
 * {@link io.tako.respond.Responders}).
 *
 * <p>Only the last extractor may read the body, so a body is read at most once; the compiler
 * refuses anything else. Handlers run on a virtual thread unless {@link io.tako.handler.Executions}
 * says otherwise.
 */
public final class Handlers {

    private Handlers() {}

    /** A handler that takes nothing from the request. */
    public static Handler handle(F0 method) {
        Objects.requireNonNull(method, "method");
        return new MethodHandler(plan(), request -> method.apply());
    }

    /** A handler of one value. */
    public static <A> Handler handle(Extractor<A> a, F1<A> method) {
        Objects.requireNonNull(method, "method");
        BodyExtractor<A> last = last(a);
        return new MethodHandler(plan(a), request -> method.apply(last.extract(request)));
    }

    /** A handler of two values; only the second may come from the body. */
    public static <A, B> Handler handle(HeadExtractor<A> a, Extractor<B> b, F2<A, B> method) {
        Objects.requireNonNull(method, "method");
        BodyExtractor<B> last = last(b);
        return new MethodHandler(
                plan(a, b), request -> method.apply(a.extract(request), last.extract(request)));
    }

    /** A handler of three values; only the third may come from the body. */
    public static <A, B, C> Handler handle(
            HeadExtractor<A> a, HeadExtractor<B> b, Extractor<C> c, F3<A, B, C> method) {
        Objects.requireNonNull(method, "method");
        BodyExtractor<C> last = last(c);
        return new MethodHandler(
                plan(a, b, c),
                request ->
                        method.apply(
                                a.extract(request), b.extract(request), last.extract(request)));
    }

    /** A handler of four values; only the fourth may come from the body. */
    public static <A, B, C, D> Handler handle(
            HeadExtractor<A> a,
            HeadExtractor<B> b,
            HeadExtractor<C> c,
            Extractor<D> d,
            F4<A, B, C, D> method) {
        Objects.requireNonNull(method, "method");
        BodyExtractor<D> last = last(d);
        return new MethodHandler(
                plan(a, b, c, d),
                request ->
                        method.apply(
                                a.extract(request),
                                b.extract(request),
                                c.extract(request),
                                last.extract(request)));
    }

    /** A handler of five values; only the fifth may come from the body. */
    public static <A, B, C, D, E> Handler handle(
            HeadExtractor<A> a,
            HeadExtractor<B> b,
            HeadExtractor<C> c,
            HeadExtractor<D> d,
            Extractor<E> e,
            F5<A, B, C, D, E> method) {
        Objects.requireNonNull(method, "method");
        BodyExtractor<E> last = last(e);
        return new MethodHandler(
                plan(a, b, c, d, e),
                request ->
                        method.apply(
                                a.extract(request),
                                b.extract(request),
                                c.extract(request),
                                d.extract(request),
                                last.extract(request)));
    }

    /** A handler of six values; only the sixth may come from the body. */
    public static <A, B, C, D, E, F> Handler handle(
            HeadExtractor<A> a,
            HeadExtractor<B> b,
            HeadExtractor<C> c,
            HeadExtractor<D> d,
            HeadExtractor<E> e,
            Extractor<F> f,
            F6<A, B, C, D, E, F> method) {
        Objects.requireNonNull(method, "method");
        BodyExtractor<F> last = last(f);
        return new MethodHandler(
                plan(a, b, c, d, e, f),
                request ->
                        method.apply(
                                a.extract(request),
                                b.extract(request),
                                c.extract(request),
                                d.extract(request),
                                e.extract(request),
                                last.extract(request)));
    }

    private static <T> BodyExtractor<T> last(Extractor<T> extractor) {
        return switch (extractor) {
            case BodyExtractor<T> body -> body;
            case HeadExtractor<T> head -> head::extract;
        };
    }

    private static HandlerPlan plan(Extractor<?>... extractors) {
        List<Input> inputs = new ArrayList<>();
        BodyMode mode = BodyMode.NONE;
        for (Extractor<?> extractor : extractors) {
            inputs.addAll(extractor.inputs());
            if (extractor instanceof BodyExtractor<?> body) {
                mode = body.bodyMode();
            }
        }
        return new HandlerPlan(inputs, mode, Execution.VIRTUAL_THREAD, List.of());
    }
}
