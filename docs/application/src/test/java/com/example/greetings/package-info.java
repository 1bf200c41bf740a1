/** The application that the page on tests tests. */
@NullMarked
package com.example.greetings;

import org.jspecify.annotations.NullMarked;
