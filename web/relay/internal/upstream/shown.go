package upstream

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/feedsource/feedsource/web/relay/internal/config"
)

// clean is an error whose sentence has no secret.
func (f *Feed) clean(err error) error { return errors.New(f.shown(err.Error())) }

const hidden = "(secret)"

// shown is a sentence in which no secret is, nor the beginning of one where the sentence cuts what a server has said.
func (f *Feed) shown(sentence string) string {
	secrets := f.secrets()
	for _, secret := range secrets {
		sentence = strings.ReplaceAll(sentence, secret, hidden)
	}
	const short = 3
	for _, secret := range secrets {
		for n := len(secret) - 1; n > short; n-- {
			sentence = strings.ReplaceAll(sentence, secret[:n]+"…", hidden+"…")
		}
	}
	return sentence
}

// secrets are what stands for variables and files, and in the URL whatever may let somebody in. The longest come first, because others may be
// within them.
func (f *Feed) secrets() []string {
	list := slices.Concat(f.config.URL.Parts(), f.config.Body.Parts(), ofURL(f.config.URL))
	if b := f.config.Backfill; b != nil {
		list = slices.Concat(list, b.URL.Parts(), ofURL(b.URL))
	}
	for _, header := range f.config.Headers {
		list = append(list, header.Parts()...)
	}
	list = slices.DeleteFunc(list, func(secret string) bool { return secret == "" })
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}

// ofURL are the query, the longer values in it, and a password.
func ofURL(s config.Secret) (list []string) {
	text, err := s.Value()
	if err != nil {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil
	}
	const telling = 8 // shorter values are words and numbers, which sentences are full of
	for _, values := range u.Query() {
		for _, value := range values {
			if len(value) >= telling {
				list = append(list, value, url.QueryEscape(value))
			}
		}
	}
	password, _ := u.User.Password()
	return append(list, u.RawQuery, password)
}
