package servers

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// A model is one of language as small as llama.cpp takes it: its words stand for themselves, and
// each has one that follows. Nothing of it was trained.
type model struct {
	words []string       // the last words go round for ever
	next  map[string]int // the word that follows a character that ends a prompt
	round int            // the first of those that go round; the word before it ends the answer
}

// tiny answers what ends with "!" for ever, and anything else with three words.
var tiny = model{
	words: []string{"Snow", "▁falls", "▁☃", "▁1", "▁2", "▁3", "▁4", "▁5", "▁6", "▁7"},
	next:  map[string]int{"!": 3},
	round: 3,
}

const (
	width    = 320 // one number for each token, and some to spare
	heads    = 5
	inner    = 32
	unknown  = 0
	begin    = 1
	end      = 2
	bytesAt  = 3
	wordsAt  = bytesAt + 256
	padding  = 32
	float32s = 0
)

// A gguf is written piece by piece: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
type gguf struct{ bytes.Buffer }

func (g *gguf) put(values ...any) {
	for _, v := range values {
		if text, ok := v.(string); ok {
			g.put(uint64(len(text)), []byte(text))
			continue
		}
		_ = binary.Write(g, binary.LittleEndian, v)
	}
}

// list puts a list of a kind of values.
func list[T any](g *gguf, kind uint32, values []T) {
	g.put(uint32(9), kind, uint64(len(values)))
	for _, v := range values {
		g.put(v)
	}
}

func (g *gguf) pad() { g.Write(make([]byte, -g.Len()&(padding-1))) }

// A tensor has its shape, and its numbers by their places; those without are zero.
type tensor struct {
	name    string
	shape   []uint64
	numbers map[int]float32
}

func (t tensor) len() int {
	n := 1
	for _, d := range t.shape {
		n *= int(d)
	}
	return n
}

// ones is a vector of ones: a norm that changes nothing.
func ones() map[int]float32 {
	all := map[int]float32{}
	for i := range width {
		all[i] = 1
	}
	return all
}

// file is the model in a file that Ollama takes.
func (m model) file() []byte {
	tokens, kinds := []string{"<unk>", "<s>", "</s>"}, []int32{2, 3, 3}
	for b := range 256 {
		tokens, kinds = append(tokens, fmt.Sprintf("<0x%02X>", b)), append(kinds, 6)
	}
	for _, word := range m.words {
		tokens, kinds = append(tokens, word), append(kinds, 1)
	}
	// A token is a one at its own place, by which its row in the table of what follows is found.
	same, follows := map[int]float32{}, map[int]float32{}
	for token := range tokens {
		same[token*width+token] = 1
		follows[m.after(token)*width+token] = 4 // no other token has a chance
	}
	square := []uint64{width, width}
	table := []uint64{width, uint64(len(tokens))}
	tensors := []tensor{
		{"token_embd.weight", table, same}, {"output.weight", table, follows}, {"output_norm.weight", []uint64{width}, ones()},
		{"blk.0.attn_norm.weight", []uint64{width}, ones()}, {"blk.0.ffn_norm.weight", []uint64{width}, ones()},
		{"blk.0.attn_q.weight", square, nil}, {"blk.0.attn_k.weight", square, nil}, {"blk.0.attn_v.weight", square, nil}, {"blk.0.attn_output.weight", square, nil},
		{"blk.0.ffn_gate.weight", []uint64{width, inner}, nil}, {"blk.0.ffn_up.weight", []uint64{width, inner}, nil}, {"blk.0.ffn_down.weight", []uint64{inner, width}, nil},
	}
	numbers := []struct {
		name  string
		value uint32
	}{
		{"general.file_type", float32s}, {"llama.block_count", 1}, {"llama.context_length", 4096}, {"llama.embedding_length", width},
		{"llama.feed_forward_length", inner}, {"llama.attention.head_count", heads}, {"llama.attention.head_count_kv", heads},
		{"llama.rope.dimension_count", width / heads}, {"llama.vocab_size", uint32(len(tokens))},
		{"tokenizer.ggml.unknown_token_id", unknown}, {"tokenizer.ggml.bos_token_id", begin}, {"tokenizer.ggml.eos_token_id", end},
	}
	g := &gguf{}
	g.put([]byte("GGUF"), uint32(3), uint64(len(tensors)), uint64(len(numbers)+6))
	g.put("general.architecture", uint32(8), "llama", "tokenizer.ggml.model", uint32(8), "llama", "llama.attention.layer_norm_rms_epsilon", uint32(6), float32(1e-5))
	for _, n := range numbers {
		g.put(n.name, uint32(4), n.value)
	}
	g.put("tokenizer.ggml.tokens")
	list(g, 8, tokens)
	g.put("tokenizer.ggml.scores")
	list(g, 6, make([]float32, len(tokens)))
	g.put("tokenizer.ggml.token_type")
	list(g, 5, kinds)
	offset := 0
	for _, t := range tensors {
		g.put(t.name, uint32(len(t.shape)), t.shape, uint32(float32s), uint64(offset))
		offset += (4*t.len() + padding - 1) &^ (padding - 1)
	}
	for _, t := range tensors {
		g.pad()
		all := make([]float32, t.len())
		for at, n := range t.numbers {
			all[at] = n
		}
		g.put(all)
	}
	g.pad()
	return g.Bytes()
}

// after is the token that follows another.
func (m model) after(token int) int {
	word := token - wordsAt
	switch {
	case word < 0:
		return wordsAt + m.next[string(rune(max(token-bytesAt, 0)))]
	case word == m.round-1:
		return end
	case word == len(m.words)-1:
		return wordsAt + m.round
	}
	return token + 1
}
