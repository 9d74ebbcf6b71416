#include "go_asm.h"
#include "take_wasm.h"
#include "textflag.h"

// func takeShape(buf []byte, rows []Row, s *Shape, start, from, limit, aux int) (n, next, seen int)
//
// R0 where to look next     R1 end of the buffer    R2 start of the record
// R3 the shape              R4 next row             R5 end of the rows
// R6 place of LF or CR      R7, R8 words            R9 start of the buffer
// R10 hits of a word        R11 byte after the record
TEXT ·takeShape(SB), NOSPLIT, $0-112
	ENTER
	I64Load s+48(FP)
	Set R3
	Get R9
	I64Load start+56(FP)
	I64Add
	Set R2
	Get R9
	I64Load from+64(FP)
	I64Add
	Set R0

	Block // left when a record is not to be taken
		Loop // a record
			Get R4
			Get R5
			I64GeU
			BrIf $1
			Get R2
			I64Const $8
			I64Add
			Get R1
			I64GtU
			BrIf $1
			Get R2
			I32WrapI64
			I64Load $0
			Get R3
			I32WrapI64
			I64Load $Shape_prefix
			I64Xor
			Get R3
			I32WrapI64
			I64Load $Shape_mask
			I64And
			I64Eqz
			I32Eqz
			BrIf $1

			LF_OR_CR(6)

			Get R6
			Tee R0
			I64Const $1
			I64Add
			Set R11
			Get R6
			I32WrapI64
			I64Load8U $0
			Get R3
			I32WrapI64
			I64Load $Shape_first
			I64Ne
			BrIf $1
			Get R3
			I32WrapI64
			I64Load $Shape_second
			Tee R7
			I64Eqz
			I32Eqz
			If
				Get R11
				Get R1
				I64GeU
				BrIf $2
				Get R11
				I32WrapI64
				I64Load8U $0
				Get R7
				I64Ne
				BrIf $2
				Get R11
				I64Const $1
				I64Add
				Set R11
			End
			Get R3
			I32WrapI64
			I64Load $Shape_last
			Tee R7
			I64Eqz
			I32Eqz
			If
				Get R6
				I64Const $1
				I64Sub
				I32WrapI64
				I64Load8U $0
				Get R7
				I64Ne
				BrIf $2
			End
			Get R6
			Get R2
			I64Sub
			I64Load limit+72(FP)
			I64GtS
			BrIf $1

			Get R4
			I32WrapI64
			I64Const $0
			I64Store32 $Row_Tag
			Get R2
			Get R3
			I32WrapI64
			I64Load $Shape_skip
			I64Add
			Set R7
			Get R4
			I32WrapI64
			Get R7
			Get R9
			I64Sub
			I64Store32 $Row_Off
			Get R4
			I32WrapI64
			Get R6
			Get R7
			I64Sub
			I64Store32 $Row_Len
			Get R4
			I32WrapI64
			I64Load aux+80(FP)
			I64Store32 $Row_Aux
			Get R4
			I64Const $16
			I64Add
			Set R4
			Get R11
			Tee R2
			Set R0
			Br $0
		End
	End

	Get SP
	Get R4
	I64Load rows_base+24(FP)
	I64Sub
	I64Const $4
	I64ShrU
	I64Store n+88(FP)
	Get SP
	Get R2
	Get R9
	I64Sub
	I64Store next+96(FP)
	Get SP
	Get R0
	Get R9
	I64Sub
	I64Store seen+104(FP)
	RET
