# Varnish in front of the magazine, behind what ends TLS and sets X-Forwarded-Proto and X-Forwarded-For.
# With CDN_URL=varnish://127.0.0.1:6081 the magazine has it forget pages by their tags.
vcl 4.1;

import std;

backend magazine {
    .host = "127.0.0.1";
    .port = "8000";
    .probe = { .url = "/healthz"; .interval = 2s; .timeout = 1s; .initial = 3; .window = 5; .threshold = 3; }
}

# Where the magazine and its worker run, for nobody else may ban: from there and straight, as everybody comes from there
# who comes through what ends TLS.
acl bans {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        # Varnish has put the address of this connection at the end: a comma says that there was another before.
        if (client.ip !~ bans || req.http.X-Forwarded-Proto || req.http.X-Forwarded-For ~ ",") {
            return (synth(403, "Not from here"));
        }
        # Tags with their dots and hyphens escaped, and nothing that could make an expression run for long.
        if (req.http.X-Ban-Tags !~ "^[A-Za-z0-9_|.\\-]+$") {
            return (synth(400, "Cannot ban that"));
        }
        # By what is stored alone, so that the ban lurker works through it and the list of bans stays short.
        if (!std.ban("obj.http.Surrogate-Key ~ (^|\s)(" + req.http.X-Ban-Tags + ")(\s|$)")) {
            return (synth(400, "Cannot ban that"));
        }
        return (synth(200, "Banned"));
    }
    # One kept page for all browsers, whatever else they accept; who wants articles as Markdown has copies of their own.
    if (req.http.Accept !~ "(?i)text/markdown") {
        unset req.http.Accept;
    }
    # A page outlives its time for a moment while a new one is made, and for a day when the magazine is away.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 60s;
    }
}

# The theme is the only cookie that readers share pages with (Vary: Cookie tells its values apart). Everybody else
# with a cookie is passed on, as Varnish does by itself.
sub vcl_req_cookie {
    if (req.http.Cookie ~ "^theme=(auto|dark|light)$") {
        return;
    }
}

sub vcl_hash {
    hash_data(req.http.X-Forwarded-Proto); // without TLS one is only sent to where there is
}

sub vcl_backend_response {
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon); // the stale page is better
    }
    if (beresp.ttl > 0s) {
        set beresp.grace = 1d;
    }
}

sub vcl_deliver {
    unset resp.http.Surrogate-Key;
    unset resp.http.Cache-Tag;
}
