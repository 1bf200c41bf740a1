package io.tako.transport.compression;

import io.tako.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.http.HttpHeaders;

/** Clients that get nothing compressed. */
final class ExcludedAgents {

    private final List<String> names;
    private final List<Pattern> patterns = new ArrayList<>();

    ExcludedAgents(List<String> agents) {
        names = agents;
        for (String agent : agents) {
            try {
                patterns.add(Pattern.compile(agent));
            } catch (PatternSyntaxException e) {
                // A name such as "curl/8 (*" is a name and nothing else.
            }
        }
    }

    boolean none() {
        return names.isEmpty();
    }

    boolean test(RequestHead request) {
        String agent = none() ? null : request.header(HttpHeaders.USER_AGENT);
        return agent != null
                && (names.stream().anyMatch(agent::equalsIgnoreCase)
                        || patterns.stream().anyMatch(one -> one.matcher(agent).matches()));
    }
}
