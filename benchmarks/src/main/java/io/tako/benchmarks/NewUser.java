package io.tako.benchmarks;

/** The body of {@code POST /users/{id}}. */
public record NewUser(String name, String email, int age) {

    /** The answer to it. */
    public User withId(long id) {
        return new User(id, name, email, age);
    }
}
