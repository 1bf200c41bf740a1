package io.tako.docs;

import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;

import io.tako.routing.Routes;
import io.tako.runtime.CoreBound;
import io.tako.runtime.CoreLocal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The code of the page on runtimes. */
final class RuntimeSnippets {

    // tag::local[]
    private static final CoreLocal<Map<String, Integer>> HITS = CoreLocal.withInitial(HashMap::new);

    Routes hits =
            routes ->
                    routes.get(
                            "/hits/{page}",
                            handle(path("page"), page -> HITS.get().merge(page, 1, Integer::sum)));

    // end::local[]

    // tag::bound[]
    private final Map<String, CoreBound<StringBuilder>> notes = new ConcurrentHashMap<>();

    String begin(String name) {
        notes.put(name, CoreBound.of(new StringBuilder()));
        return "begun";
    }

    String append(String name) {
        CoreBound<StringBuilder> note = Objects.requireNonNull(notes.get(name));
        return note.get().append('x').toString(); // WrongCoreException on any other core
    }

    // end::bound[]

    Routes bound =
            routes ->
                    routes.put("/notes/{name}", handle(path("name"), this::begin))
                            .post("/notes/{name}", handle(path("name"), this::append));

    /** Tells the core of a connection, for the tests. */
    Routes cores = routes -> routes.get("/core", handle(connection(), one -> one.core()));
}
