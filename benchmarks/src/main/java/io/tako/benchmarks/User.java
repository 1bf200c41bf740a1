package io.tako.benchmarks;

/** What {@code POST /users/{id}} answers: the body it was sent and the id of the path. */
public record User(long id, String name, String email, int age) {}
