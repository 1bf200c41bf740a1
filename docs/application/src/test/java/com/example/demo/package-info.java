/** The program of the README, as it stands in an application of its own. */
@NullMarked
package com.example.demo;

import org.jspecify.annotations.NullMarked;
