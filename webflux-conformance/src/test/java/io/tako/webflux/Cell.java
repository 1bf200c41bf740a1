package io.tako.webflux;

/** One question of the matrix. */
record Cell(Place place, PathTrick trick, Caller caller) {

    boolean admitted() {
        return place.admits(caller);
    }

    /**
     * What is wrong with an answer of Tako's beside that of Reactor Netty; empty if nothing is.
     * Nobody sees what is not for them, and nobody is let through where Reactor Netty refuses.
     */
    String fault(Reply tako, Reply other) {
        if (!admitted() && tako.text().contains(place.secret())) {
            return "seen";
        }
        if (!admitted() && tako.through() && !other.through()) {
            return "let through";
        }
        if (tako.through() && other.refused()) {
            return "not refused";
        }
        return "";
    }
}
