package io.tako.docs;

import static io.tako.extract.Extractors.proxyHeader;
import static io.tako.extract.Handlers.handle;

import io.tako.access.Admission;
import io.tako.access.ConnectionFilter;
import io.tako.http.ProxyHeader;
import io.tako.routing.Routes;
import org.springframework.context.annotation.Bean;

/** The code of the page on the PROXY protocol. */
class ProxySnippets {

    // tag::handler[]
    Routes routes =
            r ->
                    r.get(
                            "/via",
                            handle(
                                    proxyHeader().optional(),
                                    header ->
                                            header.flatMap(ProxyHeader::awsVpcEndpointId)
                                                    .orElse("no endpoint")));

    // end::handler[]

    // tag::filter[]
    @Bean
    ConnectionFilter onlyByOurEndpoint() {
        return attempt -> {
            ProxyHeader header = attempt.proxy();
            boolean ours =
                    header != null
                            && header.awsVpcEndpointId()
                                    .filter("vpce-08d2bf15"::equals)
                                    .isPresent();
            return ours ? Admission.allow() : Admission.deny("not by our endpoint");
        };
    }
    // end::filter[]
}
