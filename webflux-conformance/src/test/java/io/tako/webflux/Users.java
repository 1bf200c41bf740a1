package io.tako.webflux;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A user and an administrator. */
@Configuration(proxyBeanMethods = false)
class Users {

    @Bean
    MapReactiveUserDetailsService users() {
        return new MapReactiveUserDetailsService(user("ada", "USER"), user("root", "ADMIN"));
    }

    private static UserDetails user(String name, String role) {
        return User.withUsername(name).password("secret").roles(role).build();
    }

    /** Thousands of requests are made, and none of them is to cost what a hash does. */
    @Bean
    PasswordEncoder plainPasswords() {
        return new PasswordEncoder() {
            @Override
            public @Nullable String encode(@Nullable CharSequence password) {
                return password == null ? null : password.toString();
            }

            @Override
            public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
                return password != null && encoded != null && encoded.contentEquals(password);
            }
        };
    }
}
