package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class RuntimesTest {

    private final RuntimeSnippets snippets = new RuntimeSnippets();

    private static RunningServer start(RuntimeKind kind, Routes routes) {
        return RunningServer.start(kind, IoPreference.NIO, 2, routes);
    }

    private static RawClient.Reply ask(RawClient client, String methodAndPath) throws IOException {
        return client.send(methodAndPath + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                .reply();
    }

    @Test
    void startUpLinesAreThoseOfThePage() throws IOException {
        String page = Guide.page("runtimes.md");
        String quickstart = Guide.page("quickstart.md");
        for (RuntimeKind kind : RuntimeKind.values()) {
            try (RunningServer server = start(kind, snippets.cores)) {
                // What differs between machines: the back end, the CPUs, and whether they suffice.
                String line =
                        server.runtime()
                                .describe()
                                .replace(
                                        "on nio",
                                        kind == RuntimeKind.SHARED ? "on epoll" : "on io_uring")
                                .replaceFirst(
                                        "pinned to CPUs [0-9]+(,[0-9]+)*", "pinned to CPUs 0,1")
                                .replaceFirst(
                                        "not pinned \\(2 loops[^)]*\\)", "pinned to CPUs 0,1");
                assertThat(page).contains("\n" + line + "\n");
                assertThat(quickstart).contains("\n" + line + "\n");
            }
        }
    }

    @Test
    void coreLocalCountsWithoutLocks() throws IOException {
        try (RunningServer server = start(RuntimeKind.PER_CORE, snippets.hits);
                RawClient client = RawClient.connect(server.port())) {
            assertThat(ask(client, "GET /hits/home").text()).isEqualTo("1");
            assertThat(ask(client, "GET /hits/home").text()).isEqualTo("2");
            assertThat(ask(client, "GET /hits/about").text()).isEqualTo("1");
        }
    }

    @Test
    void coreBoundValuesAreRefusedToOtherCores() throws IOException {
        Routes routes =
                r -> {
                    snippets.bound.define(r);
                    snippets.cores.define(r);
                };
        try (RunningServer server = start(RuntimeKind.PER_CORE, routes);
                RawClient owner = RawClient.connect(server.port());
                RawClient other = onAnotherCore(server, ask(owner, "GET /core").text())) {
            assertThat(ask(owner, "PUT /notes/a").text()).isEqualTo("begun");
            assertThat(ask(owner, "POST /notes/a").text()).isEqualTo("x");
            assertThat(ask(other, "POST /notes/a").status()).isEqualTo(500);
            assertThat(ask(owner, "POST /notes/a").text()).isEqualTo("xx");
        }
    }

    @Test
    void coreLocalNeedsThePerCoreRuntime() throws IOException {
        try (RunningServer server = start(RuntimeKind.SHARED, snippets.hits);
                RawClient client = RawClient.connect(server.port())) {
            assertThat(ask(client, "GET /hits/home").status()).isEqualTo(500);
        }
    }

    private static RawClient onAnotherCore(RunningServer server, String core) throws IOException {
        for (int i = 0; i < 200; i++) {
            RawClient client = RawClient.connect(server.port());
            if (!ask(client, "GET /core").text().equals(core)) {
                return client;
            }
            client.close();
        }
        throw new AssertionError("200 connections came to core " + core);
    }
}
