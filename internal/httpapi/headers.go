package httpapi

import "net/http"

// contentSecurityPolicy of every answer. Scripts, workers and connections are our own files and host only.
// Styles too: views set theirs through the CSSOM, which a policy leaves alone. The hash is of the one style element that
// React Aria adds (on iOS, so that the page does not scroll below a dialogue); web/app/csp.test.ts compares it with
// the library's text.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; " +
	"style-src 'self' 'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='; " +
	"img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
	"worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// permissionsPolicy gives our own pages what a meeting needs and frames of others nothing.
const permissionsPolicy = "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), " +
	"autoplay=(self), fullscreen=(self), picture-in-picture=(self), screen-wake-lock=(self), " +
	"geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), hid=(), midi=()"

// hstsSeconds is half a year, RFC 6797. Sent only over our own TLS.
const hstsSeconds = "max-age=15768000"

// secure sets the headers that every answer has.
func secure(h http.Header, overTLS bool) {
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("Permissions-Policy", permissionsPolicy)
	h.Set("Referrer-Policy", "no-referrer") // the path names the meeting
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if overTLS {
		h.Set("Strict-Transport-Security", hstsSeconds)
	}
}

// allowOrigins opens WHIP and WHEP to pages of other hosts (RFC 9725 section 4.2): a bearer token is needed, and the
// browser adds none by itself.
func allowOrigins(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Location, ETag, Link, Accept-Post, Accept-Patch, WWW-Authenticate, Retry-After")
}

// preflight answers an OPTIONS request (Fetch, section 3.2).
func preflight(h http.Header, methods string) {
	h.Set("Allow", methods)
	h.Set("Access-Control-Allow-Methods", methods)
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, Link")
	h.Set("Access-Control-Max-Age", "86400")
}
