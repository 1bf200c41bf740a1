package io.tako.respond;

import io.tako.http.EntityTagList;
import io.tako.http.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The conditions of a request that reads (RFC 9110 section 13.1), in the order in which they decide
 * (section 13.2.2): what the client insists on goes before what it has already, and tags before
 * dates.
 */
final class Preconditions {

    private Preconditions() {}

    /**
     * 412 for content that is not what the client insists on, 304 for content that it has, and else
     * 200.
     *
     * @param validators those of the content; null if it has none
     */
    static HttpStatus decide(Request request, @Nullable Validators validators) {
        if (!isWanted(request, validators)) {
            return HttpStatus.PRECONDITION_FAILED;
        }
        return isHeld(request, validators) ? HttpStatus.NOT_MODIFIED : HttpStatus.OK;
    }

    private static boolean isWanted(Request request, @Nullable Validators validators) {
        List<String> tags = request.headers(HttpHeaders.IF_MATCH);
        if (!tags.isEmpty()) {
            return EntityTagList.isAny(tags)
                    || (validators != null && EntityTagList.hasStrongly(tags, validators.etag()));
        }
        return validators == null
                || !validators.isChangedSince(request, HttpHeaders.IF_UNMODIFIED_SINCE);
    }

    private static boolean isHeld(Request request, @Nullable Validators validators) {
        List<String> tags = request.headers(HttpHeaders.IF_NONE_MATCH);
        if (!tags.isEmpty()) {
            return EntityTagList.isAny(tags)
                    || (validators != null && EntityTagList.hasWeakly(tags, validators.etag()));
        }
        return validators != null
                && validators.isUnchangedSince(request, HttpHeaders.IF_MODIFIED_SINCE);
    }
}
