#include "go_asm.h"
#include "textflag.h"

// func nest(buf []byte, at, depth int, prev, quoted int) (next, depth2, prev2, quoted2 int)
//
// R0 the next byte       R1 end of the buffer    R2 depth
// R3 prev                R4 quoted               R5 a byte
// R6 a word              R7, R8 the same, less what is looked for
//
// In a string, a quote, a backslash or a control character is looked for eight bytes at
// a time: the lowest hit is exact (take_wasm.h says of what).
TEXT ·nest(SB), NOSPLIT, $0-88
	I64Load buf_base+0(FP)
	Tee R0
	I64Load buf_len+8(FP)
	I64Add
	Set R1
	Get R0
	I64Load at+24(FP)
	I64Add
	Set R0
	I64Load depth+32(FP)
	Set R2
	I64Load prev+40(FP)
	Set R3
	I64Load quoted+48(FP)
	Set R4

	Block // left at the byte that is not for this loop
		Loop
			Get R4
			I64Eqz
			I32Eqz
			If // a string
				Loop
					Get R0
					I64Const $8
					I64Add
					Get R1
					I64LeU
					If
						Get R0
						I32WrapI64
						I64Load $0
						Tee R6
						I64Const $0x2222222222222222
						I64Xor
						Tee R7
						I64Const $0x0101010101010101
						I64Sub
						Get R7
						I64Const $-1
						I64Xor
						I64And
						Get R6
						I64Const $0x5c5c5c5c5c5c5c5c
						I64Xor
						Tee R8
						I64Const $0x0101010101010101
						I64Sub
						Get R8
						I64Const $-1
						I64Xor
						I64And
						I64Or
						Get R6
						I64Const $0x2020202020202020
						I64Sub
						Get R6
						I64Const $-1
						I64Xor
						I64And
						I64Or
						I64Const $0x8080808080808080
						I64And
						Tee R7
						I64Eqz
						If
							Get R0
							I64Const $8
							I64Add
							Set R0
							Br $2
						End
						Get R0
						Get R7
						I64Ctz
						I64Const $3
						I64ShrU
						I64Add
						Set R0
					End
					Get R0
					Get R1
					I64GeU
					BrIf $3
					Get R0
					I32WrapI64
					I64Load8U $0
					Tee R5
					I64Const $0x22
					I64Eq
					If // the closing quote
						Get R5
						Set R3
						I64Const $0
						Set R4
						Get R0
						I64Const $1
						I64Add
						Set R0
						Br $3
					End
					Get R5
					I64Const $0x5c
					I64Eq
					If // a backslash, and what it escapes
						Get R0
						I64Const $1
						I64Add
						Tee R7
						Get R1
						I64GeU
						BrIf $4
						Get R7
						I32WrapI64
						I64Load8U $0
						Set R5
					End
					Get R5
					I64Const $10
					I64Eq
					Get R5
					I64Const $13
					I64Eq
					I32Or
					Get R5
					I64Const $30
					I64Eq
					I32Or
					BrIf $3
					Get R0
					I32WrapI64
					I64Load8U $0
					I64Const $0x5c
					I64Eq
					If
						Get R0
						I64Const $1
						I64Add
						Set R0
					End
					Get R0
					I64Const $1
					I64Add
					Set R0
					Br $0
				End
			End

			Get R0
			Get R1
			I64GeU
			BrIf $1
			Get R0
			I32WrapI64
			I64Load8U $0
			Tee R5
			I64Const $0x22
			I64Eq
			If
				I64Const $1
				Set R4
			Else
				Get R5
				I64Const $0x20
				I64Or
				I64Const $0x7b
				I64Eq
				If // an opening bracket
					Get R2
					I64Eqz
					Get R3
					I64Const $0x3a
					I64Eq
					I32Or
					Get R3
					I64Const $0x2c
					I64Eq
					I32Or
					Get R3
					I64Const $0x5b
					I64Eq
					I32Or
					I32Eqz
					BrIf $3
					Get R2
					I64Const $1
					I64Add
					Set R2
					Get R5
					Set R3
				Else
					Get R5
					I64Const $0x20
					I64Or
					I64Const $0x7d
					I64Eq
					If // a closing one
						Get R2
						I64Const $1
						I64LeS
						BrIf $4
						Get R2
						I64Const $1
						I64Sub
						Set R2
						Get R5
						Set R3
					Else
						Get R5
						I64Const $30
						I64Eq
						BrIf $4
						Get R5
						I64Const $32
						I64Eq
						Get R5
						I64Const $10
						I64Eq
						I32Or
						Get R5
						I64Const $13
						I64Eq
						I32Or
						Get R5
						I64Const $9
						I64Eq
						I32Or
						I32Eqz
						If
							Get R5
							Set R3
						End
					End
				End
			End
			Get R0
			I64Const $1
			I64Add
			Set R0
			Br $0
		End
	End

	Get SP
	Get R0
	I64Load buf_base+0(FP)
	I64Sub
	I64Store next+56(FP)
	Get SP
	Get R2
	I64Store depth2+64(FP)
	Get SP
	Get R3
	I64Store prev2+72(FP)
	Get SP
	Get R4
	I64Store quoted2+80(FP)
	RET
