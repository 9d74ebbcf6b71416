// What the loops that take records share.

// ENTER sets R9 and R1 to the start and the end of buf, and R4 and R5 to those of rows: the
// first two parameters of whoever takes records.
#define ENTER \
	I64Load buf_base+0(FP); \
	Tee R9; \
	I64Load buf_len+8(FP); \
	I64Add; \
	Set R1; \
	I64Load rows_base+24(FP); \
	Tee R4; \
	I64Load rows_len+32(FP); \
	I64Const $4; \
	I64Shl; \
	I64Add; \
	Set R5

// IS_LF_OR_CR reports whether the byte at a place is one of the two. R7 is scratch.
#define IS_LF_OR_CR(place) \
	Get place; \
	I32WrapI64; \
	I64Load8U $0; \
	Tee R7; \
	I64Const $10; \
	I64Eq; \
	Get R7; \
	I64Const $13; \
	I64Eq; \
	I32Or

// LF_OR_CR sets R6 to the place of the next LF or CR from R0 on, and R0 after it unless it
// is one of the last few bytes; R1 is the end of the buffer. If there is none, R0 is R1 and
// a block around it is left: unfinished is 5 for the innermost, 6 for the next. R7, R8 and
// R10 are scratch.
//
// LF and CR are looked for 16 bytes at a time, the last few one by one. Of the bytes below
// 0x80, those below 0x0e are what (x - 0x0e…) & ^x & 0x80… finds: the lowest hit is exact,
// those above it may not be. The few other control characters among them (tab is one) are
// stepped over one by one. To distinguish 0x08 to 0x0f from the rest took two instructions a word
// more, and for records of 65 bytes 1.17 times as long.
#define LF_OR_CR(unfinished) \
	Block; \
		Loop; \
			Loop; \
				Get R0; \
				I64Const $16; \
				I64Add; \
				Get R1; \
				I64GtU; \
				If; \
					Loop; \
						Get R0; \
						Get R1; \
						I64GeU; \
						BrIf $unfinished; \
						IS_LF_OR_CR(R0); \
						If; \
							Get R0; \
							Set R6; \
							Br $5; \
						End; \
						Get R0; \
						I64Const $1; \
						I64Add; \
						Set R0; \
						Br $0; \
					End; \
				End; \
				Get R0; \
				I32WrapI64; \
				I64Load $0; \
				Tee R7; \
				I64Const $0x0e0e0e0e0e0e0e0e; \
				I64Sub; \
				Get R7; \
				I64Const $-1; \
				I64Xor; \
				I64And; \
				Set R10; \
				Get R0; \
				I32WrapI64; \
				I64Load $8; \
				Tee R8; \
				I64Const $0x0e0e0e0e0e0e0e0e; \
				I64Sub; \
				Get R8; \
				I64Const $-1; \
				I64Xor; \
				I64And; \
				Set R8; \
				Get R10; \
				Get R8; \
				I64Or; \
				I64Const $0x8080808080808080; \
				I64And; \
				I64Eqz; \
				If; \
					Get R0; \
					I64Const $16; \
					I64Add; \
					Set R0; \
					Br $1; \
				End; \
			End; \
			Get R10; \
			I64Const $0x8080808080808080; \
			I64And; \
			Tee R10; \
			I64Eqz; \
			If; \
				Get R8; \
				I64Const $0x8080808080808080; \
				I64And; \
				Set R10; \
				Get R0; \
				I64Const $8; \
				I64Add; \
				Set R0; \
			End; \
			Get R0; \
			Get R10; \
			I64Ctz; \
			I64Const $3; \
			I64ShrU; \
			I64Add; \
			Tee R6; \
			I64Const $1; \
			I64Add; \
			Set R0; \
			IS_LF_OR_CR(R6); \
			I32Eqz; \
			BrIf $0; \
		End; \
	End
