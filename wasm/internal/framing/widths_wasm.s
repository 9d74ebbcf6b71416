#include "go_asm.h"
#include "textflag.h"

// func measure(buf []byte, rows []Row)
//
// R0 where to count next    R1 end of the buffer      R2 row
// R3 end of the rows        R4 units so far           R5 where to count to
// R6 units at the row       R7 a word, R8 its bytes   R9 start of the buffer
// R10 end of the row, 0 once it is counted to
//
// A word's continuation bytes count nothing, its leads of four bytes one more: the
// same as utf16Len in Go, which has it in words.
TEXT ·measure(SB), NOSPLIT, $0-48
	I64Load buf_base+0(FP)
	Tee R9
	I64Load buf_len+8(FP)
	I64Add
	Set R1
	I64Load rows_base+24(FP)
	Tee R2
	I64Load rows_len+32(FP)
	I64Const $4
	I64Shl
	I64Add
	Set R3
	Get R9
	Get R2
	I32WrapI64
	I64Load32U $Row_Off
	Tee R4
	I64Add
	Set R0

	Loop // a row
		Get R9
		Get R2
		I32WrapI64
		I64Load32U $Row_Off
		I64Add
		Tee R5
		Get R2
		I32WrapI64
		I64Load32U $Row_Len
		I64Add
		Set R10
		Loop // to its start, then to its end
			Block
				Loop // a word
					Get R0
					Get R5
					I64GeU
					BrIf $1
					Get R0
					I64Const $8
					I64Add
					Get R1
					I64GtU
					If // no word is left in the buffer: a byte
						Get R0
						I32WrapI64
						I64Load8U $0
						Set R7
						I64Const $1
						Set R8
					Else
						Get R0
						I32WrapI64
						I64Load $0
						Set R7
						Get R5
						Get R0
						I64Sub
						Tee R8
						I64Const $8
						I64LtU
						If // part of a word; what comes after it counts as ASCII, and is left out
							Get R7
							I64Const $-1
							Get R8
							I64Const $3
							I64Shl
							I64Shl
							I64Const $-1
							I64Xor
							I64And
							Set R7
						Else
							I64Const $8
							Set R8
						End
					End
					Get R0
					Get R8
					I64Add
					Set R0
					Get R4
					Get R8
					I64Add
					Set R4
					Get R7
					I64Const $0x8080808080808080
					I64And
					I64Eqz
					BrIf $0
					Get R4
					Get R7
					I64Const $7
					I64ShrU
					Tee R8
					Get R7
					I64Const $6
					I64ShrU
					I64And
					Get R7
					I64Const $5
					I64ShrU
					I64And
					Get R7
					I64Const $4
					I64ShrU
					I64And
					I64Const $0x0101010101010101
					I64And
					I64Popcnt
					I64Add
					Get R8
					Get R7
					I64Const $6
					I64ShrU
					I64Const $-1
					I64Xor
					I64And
					I64Const $0x0101010101010101
					I64And
					I64Popcnt
					I64Sub
					Set R4
					Br $0
				End
			End
			Get R10
			I64Eqz
			I32Eqz
			If
				Get R4
				Set R6
				Get R10
				Set R5
				I64Const $0
				Set R10
				Br $1
			End
		End
		Get R2
		I32WrapI64
		Get R6
		I64Store32 $Row_Off
		Get R2
		I32WrapI64
		Get R4
		Get R6
		I64Sub
		I64Store32 $Row_Len
		Get R2
		I64Const $16
		I64Add
		Tee R2
		Get R3
		I64LtU
		BrIf $0
	End
	RET
