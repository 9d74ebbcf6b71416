package faults

import (
	"fmt"
	"slices"
	"strings"
)

// everywhere makes a cell for a fault of the first request and one for the same fault of
// a request that goes on. strike gets a cell that is ready for it.
func everywhere(p *protocol, fault, place string, strike func(c *cell) *cell) []*cell {
	return []*cell{
		strike(newCell(p, fault, place)),
		strike(newCell(p, fault, place+", once resumed").resumed()),
	}
}

// page is what a proxy or a login says instead.
const page = "<!doctype html>\n<title>Sorry</title>\n\n<p>Down for a moment: back at 5 o'clock.\n</html>\n"

// statuses are the answers that are no feed. The feed comes back after those that may
// pass.
func statuses(p *protocol) (cells []*cell) {
	for _, status := range []int{204, 205, 400, 401, 403, 404, 408, 410, 420, 425, 429, 500, 502, 503, 504} {
		answer := func(r *reply) {
			body := page
			if status == 204 || status == 205 {
				body = ""
			}
			r.answer(status, body, "Content-Type: text/html")
		}
		told := fmt.Sprintf("error:status %d", status)
		cells = append(cells, everywhere(p, "Status", fmt.Sprint(status), func(c *cell) *cell {
			switch {
			case status == 204 || status == 205:
				return c.step(answer, fmt.Sprintf("error:no-content %d!", status)).closes()
			case status == 410 && c.sent() != "":
				return c.step(answer, "gap:expired", told).forgets()
			case status == 408 || status == 420 || status == 425 || status == 429 || status >= 500:
				return c.step(answer, told).rest()
			}
			return c.step(answer, told+"!").closes()
		})...)
	}
	cells = append(cells, everywhere(p, "Status", "404, and a body that never ends", func(c *cell) *cell {
		return c.step(func(r *reply) { r.head(404); r.chunk([]byte(page)); r.silence() }, "error:status 404!").closes()
	})...)
	return append(cells, hints(p)...)
}

// forgets makes a server that has lost what is behind the cursor, and some more.
func (c *cell) forgets() *cell {
	c.cursor, c.gone[c.next], c.missed = 0, true, true
	c.next++
	return c.rest()
}

// hints are the statuses with which a server says more.
func hints(p *protocol) (cells []*cell) {
	for _, status := range []int{429, 503} {
		cells = append(cells, everywhere(p, "Status", fmt.Sprintf("%d with Retry-After", status), func(c *cell) *cell {
			c.wait = 7000
			return c.step(func(r *reply) { r.answer(status, "", "Retry-After: 7") }, fmt.Sprintf("error:status %d", status)).rest()
		})...)
	}
	return append(cells, everywhere(p, "Status", "401, and headers is a function", func(c *cell) *cell {
		return c.doing("headers", true).step(func(r *reply) { r.answer(401, "") }, "error:status 401").rest()
	})...)
}

// pages are the error pages that come as if they were a feed. They are seen for what they
// are, whatever the format; auto opens the feed before it has seen a byte of it.
func pages(p *protocol) []*cell {
	answer := func(r *reply) { r.answer(200, page, "Content-Type: text/html") }
	return append(
		everywhere(p, "HTML page with 200", "format named", func(c *cell) *cell {
			return c.step(answer, "open", "error:content-type 200").rest()
		}),
		everywhere(p, "HTML page with 200", "format auto", func(c *cell) *cell {
			return c.with("format", "auto").step(answer, "open", "error:content-type 200").rest()
		})...)
}

// types are the content types that are wrong. A format that was named does not look at
// them, and auto finds out by the first bytes.
func types(p *protocol) (cells []*cell) {
	for _, header := range []string{"text/html", "application/octet-stream", "application/pdf; charset=utf-16", "none"} {
		line := "Content-Type: " + header
		if header == "none" {
			line = "Content-Type:"
		}
		cells = append(cells, newCell(p, "Wrong content type", header).ends(func(r *reply) { r.head(200, line) }))
	}
	return append(cells, newCell(p, "Wrong content type", "text/html, format auto").with("format", "auto").
		ends(func(r *reply) { r.head(200, "Content-Type: text/html") }))
}

// redirects send a request elsewhere, with its cursor.
func redirects(p *protocol) (cells []*cell) {
	to := func(status, other int, more ...string) func(*reply) {
		return func(r *reply) {
			query := ""
			if _, sent, ok := strings.Cut(r.cursor(), "after="); ok {
				query = "?after=" + sent
			}
			base := r.server.bases[(r.base+other)%len(r.server.bases)]
			r.answer(status, "", append(more, "Location: "+base+"/"+r.cell.key+query)...)
		}
	}
	add := func(place string, strike func(c *cell) *cell) {
		cells = append(cells, everywhere(p, "Redirect", place, strike)...)
	}
	add("302, same origin", func(c *cell) *cell { return c.step(to(302, 0)).rest() })
	add("307, other origin", func(c *cell) *cell { return c.doing("moves", true).step(to(307, 1)).rest() })
	add("to an origin that refuses the page", func(c *cell) *cell {
		c.browsers = true
		return c.step(to(302, 1)).
			step(func(r *reply) { r.head(200, "Access-Control-Allow-Origin: http://localhost"); r.end() }, "error:network").probed().rest()
	})
	add("in a circle", func(c *cell) *cell {
		const most = 20 // that Chromium follows
		for range most {
			c.step(to(302, 0))
		}
		return c.step(to(302, 0), "error:network").probed().rest()
	})
	return cells
}

// refusals are the pages that CORS keeps from their feed.
func refusals(p *protocol) []*cell {
	cells := everywhere(p, "CORS refusal", "the response has no header for it", func(c *cell) *cell {
		return c.step(func(r *reply) {
			r.head(200, "Access-Control-Allow-Origin: http://localhost")
			r.chunk(p.body(c.next, few))
			r.end()
		}, "error:network").probed().rest()
	})
	cells = append(cells, everywhere(p, "CORS refusal", "a 503 has no header for it", func(c *cell) *cell {
		return c.step(func(r *reply) { r.answer(503, page, "Access-Control-Allow-Origin: http://localhost") }, "error:network").probed().rest()
	})...)
	cells = append(cells, newCell(p, "CORS refusal", "and never anything else").
		with("reconnect", map[string]any{"maxAttempts": 3}).
		step(deny, "error:network").step(deny, "error:network").step(deny, "error:network!").closes())
	if p.plain {
		return cells
	}
	header := func(place string, resume map[string]any) *cell {
		c := newCell(p, "CORS refusal", place).with("resume", resume)
		c.allows = "Accept"
		return c.resumed()
	}
	both := map[string]any{"header": "Last-Event-ID", "query": "after"}
	// The header has a second chance, and is refused again.
	c := header("the cursor's header is refused, and a query is taken", both)
	c.protocol = c.protocol.asks("after")
	c.steps = append(c.steps, step{nil, []string{"error:network"}, ""})
	c.hurried()
	c.rest()
	c.steps[2].told = append([]string{"open", "warning:cors"}, c.steps[2].told[1:]...)
	if !p.is("json-array") {
		c.atOnce = append(c.atOnce, 4)
		c.steps = slices.Insert(c.steps, 3, step{nil, []string{"error:network"}, ""})
	}
	d := header("the cursor's header is refused, and there is no other way", map[string]any{"header": "Last-Event-ID"})
	d.steps = append(d.steps, step{nil, []string{"error:network"}, ""})
	d.once = true
	d.rest()
	d.steps[2].told = append([]string{"open", "warning:cors", "gap:no-resume"}, d.steps[2].told[1:]...)
	return append(cells, c, d)
}

func deny(r *reply) { r.answer(200, "", "Access-Control-Allow-Origin: http://localhost") }

// asks is the protocol with its cursor in a query.
func (p *protocol) asks(query string) *protocol {
	q := *p
	q.query = query
	return &q
}

// unresolved are the names that no server has. One attempt goes to such a name.
func unresolved(p *protocol) []*cell {
	cells := everywhere(p, "DNS failure", "the name is not found", func(c *cell) *cell {
		c.doing("unresolved", len(c.steps)+1)
		c.steps = append(c.steps, step{nil, []string{"error:network"}, ""})
		return c.probed().rest()
	})
	c := newCell(p, "DNS failure", "with reconnect: false").with("reconnect", false).doing("unresolved", 1)
	c.steps = append(c.steps, step{nil, []string{"error:network!"}, ""})
	return append(cells, c.closes())
}
