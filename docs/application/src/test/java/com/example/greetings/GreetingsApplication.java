package com.example.greetings;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application of the page about tests. */
@SpringBootApplication
class GreetingsApplication {}
