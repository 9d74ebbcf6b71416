#include "go_asm.h"
#include "take_wasm.h"
#include "textflag.h"

// func takeLengths(buf []byte, rows []Row, start, limit, aux int) (n, next int)
//
// R0 the next byte       R1 end of the buffer    R2 start of the line with the length
// R3 the length          R4 next row             R5 end of the rows
// R6 a byte              R7 end of the message   R9 start of the buffer
TEXT ·takeLengths(SB), NOSPLIT, $0-88
	ENTER
	Get R9
	I64Load start+48(FP)
	I64Add
	Set R2

	Block // left when a message is not to be taken
		Loop // a message
			Get R4
			Get R5
			I64GeU
			BrIf $1
			Get R2
			Set R0
			I64Const $0
			Set R3
			Block // left after the digits
				Loop
					Get R0
					Get R1
					I64GeU
					BrIf $3
					Get R0
					I32WrapI64
					I64Load8U $0
					I64Const $48
					I64Sub
					Tee R6
					I64Const $9
					I64GtU
					BrIf $1
					Get R3
					I64Const $10
					I64Mul
					Get R6
					I64Add
					Tee R3
					I64Load limit+56(FP)
					I64Const $2
					I64Add
					I64GtU
					BrIf $3
					Get R0
					I64Const $1
					I64Add
					Set R0
					Br $0
				End
			End

			Get R0
			I64Const $2
			I64Add
			Tee R0
			Get R3
			I64Add
			Tee R7
			Get R1
			I64GtU
			BrIf $1
			Get R3
			I64Const $2
			I64LtU
			BrIf $1
			Get R0
			I64Const $2
			I64Sub
			I32WrapI64
			I64Load16U $0
			I64Const $0x0a0d
			I64Ne
			BrIf $1
			Get R7
			I64Const $2
			I64Sub
			I32WrapI64
			I64Load16U $0
			I64Const $0x0a0d
			I64Ne
			BrIf $1

			Get R4
			I32WrapI64
			I64Const $0
			I64Store32 $Row_Tag
			Get R4
			I32WrapI64
			Get R0
			Get R9
			I64Sub
			I64Store32 $Row_Off
			Get R4
			I32WrapI64
			Get R3
			I64Const $2
			I64Sub
			I64Store32 $Row_Len
			Get R4
			I32WrapI64
			I64Load aux+64(FP)
			I64Store32 $Row_Aux
			Get R4
			I64Const $16
			I64Add
			Set R4
			Get R7
			Set R2
			Br $0
		End
	End

	Get SP
	Get R4
	I64Load rows_base+24(FP)
	I64Sub
	I64Const $4
	I64ShrU
	I64Store n+72(FP)
	Get SP
	Get R2
	Get R9
	I64Sub
	I64Store next+80(FP)
	RET
