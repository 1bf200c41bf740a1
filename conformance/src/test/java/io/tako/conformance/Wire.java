package io.tako.conformance;

/** A way to a response: the protocol, how it is agreed on, and whether TLS is around it. */
enum Wire {
    HTTP1("1.1", false),
    HTTP1_TLS("1.1", true),
    H2C_UPGRADE("2", false),
    H2C_PRIOR_KNOWLEDGE("2", false),
    H2("2", true);

    private final String version;
    private final boolean tls;

    Wire(String version, boolean tls) {
        this.version = version;
        this.tls = tls;
    }

    /** The version of HTTP that responses come in. */
    String version() {
        return version;
    }

    boolean tls() {
        return tls;
    }
}
