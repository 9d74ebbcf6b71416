package framing

type Layout struct { Header, Offset, Width int; Little, CountsFrame bool }
var Layouts = []struct{Format Format; Layout Layout}{{"u32be", Layout{Header:4,Width:4}}}
type stubF struct{ Pieces }
func (stubF) Head() Head { return 0 }
func NewFixed(Layout) Framer { return &stubF{} }
func NewEnvelope(bool) Framer { return &stubF{} }
func NewDocker(bool) Framer { return &stubF{} }
func NewEventStream() Framer { return &stubF{} }
func NewMultipart(string,bool) Framer { return &stubF{} }
func NewCBORSeq() Framer { return &stubF{} }
func NewMessagePack() Framer { return &stubF{} }
func Boundary(string) string { return "" }
func (h Head) Field(header []byte, name string) ([]byte, bool) { return nil, false }
