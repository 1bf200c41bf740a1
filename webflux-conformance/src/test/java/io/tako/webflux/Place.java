package io.tako.webflux;

/** Somewhere in the guarded application that not everybody may go. */
enum Place {
    ADMIN_ROUTE("/admin/route", Kind.PAGE, true),
    ADMIN_ITEM("/admin/items/a/b", Kind.PAGE, true),
    ADMIN_EVENTS("/admin/events", Kind.PAGE, true),
    ADMIN_SOCKET("/admin/socket", Kind.SOCKET, true),
    USER_ROUTE("/user/route", Kind.PAGE, true),
    ADMIN_PAGE("/admin/page", Kind.PAGE, false),
    ADMIN_FEED("/admin/feed", Kind.PAGE, false),
    ADMIN_TALK("/admin/talk", Kind.SOCKET, false),
    ACTUATOR("/actuator/info", Kind.PAGE, false);

    /** How a place is asked for. */
    enum Kind {
        PAGE,
        SOCKET
    }

    private final String path;
    private final Kind kind;
    private final boolean route;

    Place(String path, Kind kind, boolean route) {
        this.path = path;
        this.kind = kind;
        this.route = route;
    }

    String path() {
        return path;
    }

    boolean socket() {
        return kind == Kind.SOCKET;
    }

    /** Whether it is one of Tako's routes on Tako; on Reactor Netty it has a twin in WebFlux. */
    boolean route() {
        return route;
    }

    /** What is seen there and nowhere else. */
    String secret() {
        return "treasure-of-" + name();
    }

    boolean admits(Caller caller) {
        return caller == Caller.ADMIN || caller == Caller.USER && path.startsWith("/user/");
    }
}
