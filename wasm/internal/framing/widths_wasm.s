#include "go_asm.h"
#include "textflag.h"

// func measure(buf []byte, rows []Row)
//
// R0 where to count next    R1 end of the buffer      R2 row
// R3 end of the rows        R4 units so far           R5 where to count to
// R6 units at the row       R7 which of the bytes     R8 how many bytes
// R9 start of the buffer    R10 end of the row, 0 once it is counted to
// V0 -64 in each byte, V1 0xf0 in each byte, V2 the bytes
//
// A byte counts one if it is no continuation, which are those under -64 as signed
// numbers, and a lead of four bytes one more: the same as utf16Len in Go. With sixteen
// at a time instead of eight, events of CJK text took 0.94 of the time from bytes to
// events, in chunks of 64 KiB.
TEXT ·measure(SB), NOSPLIT, $0-48
	V128Const $0xc0c0c0c0c0c0c0c0, $0xc0c0c0c0c0c0c0c0
	Set V0
	V128Const $0xf0f0f0f0f0f0f0f0, $0xf0f0f0f0f0f0f0f0
	Set V1
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
				Loop // up to sixteen bytes
					Get R0
					Get R5
					I64GeU
					BrIf $1
					Get R0
					I64Const $16
					I64Add
					Get R1
					I64GtU
					If // fewer are left in the buffer: one
						Get R0
						I32WrapI64
						I64Load8U $0
						Tee R7
						I64Const $0xc0
						I64And
						I64Const $0x80
						I64Ne
						I64ExtendI32U
						Get R7
						I64Const $0xf0
						I64GeU
						I64ExtendI32U
						I64Add
						Get R4
						I64Add
						Set R4
						Get R0
						I64Const $1
						I64Add
						Set R0
						Br $1
					End
					Get R0
					I32WrapI64
					V128Load $0
					Set V2
					Get R5
					Get R0
					I64Sub
					Tee R8
					I64Const $16
					Get R8
					I64Const $16
					I64LtU
					Select
					Set R8
					I64Const $-1
					Get R8
					I64Shl
					I64Const $-1
					I64Xor
					Set R7
					Get V0
					Get V2
					I8x16LeS
					I8x16Bitmask
					I64ExtendI32U
					Get R7
					I64And
					I64Popcnt
					Get V1
					Get V2
					I8x16LeU
					I8x16Bitmask
					I64ExtendI32U
					Get R7
					I64And
					I64Popcnt
					I64Add
					Get R4
					I64Add
					Set R4
					Get R0
					Get R8
					I64Add
					Set R0
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
