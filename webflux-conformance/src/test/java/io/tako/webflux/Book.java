package io.tako.webflux;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

/** A book of the library. */
record Book(String isbn, String title, int pages) {

    /** The one there is. */
    static final Book GEB = new Book("0465026567", "Gödel, Escher, Bach", 777);

    /** What is asked of a book before it is taken in. */
    record Entry(
            @NotBlank @Size(max = 13) String isbn, @NotBlank String title, @Positive int pages) {

        Book book() {
            return new Book(isbn, title, pages);
        }
    }
}
