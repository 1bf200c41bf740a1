package io.tako.transport.compression;

import io.tako.http.EntityTagList;
import io.tako.http.RequestHead;
import io.tako.http.Response;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/** Entity tags of content that is sent in several codings (RFC 9110 section 8.8.3). */
final class EntityTags {

    private EntityTags() {}

    /** With a weak tag: it is the same content, but not the same bytes. */
    static Response weaken(Response response) {
        String tag = response.header(HttpHeaders.ETAG);
        return tag == null || tag.startsWith("W/")
                ? response
                : response.replaceHeader(HttpHeaders.ETAG, "W/" + tag);
    }

    /**
     * Whether the client has this content under the tag that was weakened here. The handler, which
     * gave a strong one, need not know that the two are the same.
     */
    static boolean held(RequestHead request, Response response) {
        String tag = response.header(HttpHeaders.ETAG);
        boolean safe =
                HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        if (!safe || tag == null || tag.startsWith("W/")) {
            return false;
        }
        return EntityTagList.has(request.headers(HttpHeaders.IF_NONE_MATCH), "W/" + tag);
    }
}
