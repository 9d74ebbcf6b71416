#include "go_asm.h"
#include "take_wasm.h"
#include "textflag.h"

// func runItems(buf []byte, rows []Row, m *Items, at, limit, aux int) (n, next int)
//
// R0 the next byte        R1 end of the buffer     R2 start of the record
// R3 bytes to skip        R4 next row              R5 end of the rows
// R6 an initial           R7 a number of it        R8 the argument
// R9 start of the buffer  R10 the innermost level  R11 what would be a level around a record
// R12 the initials        R13 the byte after the argument
TEXT ·runItems(SB), NOSPLIT, $0-96
	ENTER
	Get R9
	I64Load at+56(FP)
	I64Add
	Set R0
	I64Load m+48(FP)
	Tee R7
	I32WrapI64
	I64Load $Items_start
	Get R9
	I64Add
	Set R2
	Get R7
	I32WrapI64
	I64Load $Items_heads
	Set R12
	Get R7
	I64Const $(Items_levels+levels_stack-level__size)
	I64Add
	Tee R11
	Get R7
	I32WrapI64
	I64Load $(Items_levels+levels_depth)
	I64Const $4 // a level has 16 bytes
	I64Shl
	I64Add
	Set R10
	I64Const $0
	Set R3

	Block // left at an item that is not to be taken, and at the end
		Loop // an item
			Get R0
			Get R1
			I64GeU
			BrIf $1
			Get R10
			Get R11
			I64Ne
			If
				Get R10
				I32WrapI64
				I64Load8U $level_kind
				I64Const $const_endlessMap
				I64GtU
				BrIf $2
			End
			Get R0
			I32WrapI64
			I64Load8U $0
			I64Const $2 // an initial has four bytes
			I64Shl
			Get R12
			I64Add
			Tee R6
			I32WrapI64
			I64Load8U $initial_size
			Tee R7
			Get R0
			I64Add
			Set R13

			Get R7
			I64Eqz
			If
				Get R13
				I64Const $1
				I64Add
				Set R13
				Get R6
				I32WrapI64
				I64Load8U $initial_value
				Set R8
				Get R6
				I32WrapI64
				I64Load8U $initial_width
				Tee R7
				I64Const $4
				I64GtU
				BrIf $2
				Get R13
				Get R7
				I64Add
				Get R1
				I64GtU
				BrIf $2
				Block
					Loop // a byte of the argument
						Get R7
						I64Eqz
						BrIf $1
						Get R8
						I64Const $8
						I64Shl
						Get R13
						I32WrapI64
						I64Load8U $0
						I64Or
						Set R8
						Get R13
						I64Const $1
						I64Add
						Set R13
						Get R7
						I64Const $1
						I64Sub
						Set R7
						Br $0
					End
				End

				Get R6
				I32WrapI64
				I64Load8U $initial_does
				Tee R7
				I64Const $const_textOf
				I64LeU
				If
					Get R7
					I64Eqz
					BrIf $3
					Get R13
					Get R8
					I64Add
					Set R13
				Else
					Get R7
					I64Const $const_tagOf
					I64GtU
					BrIf $3
					Get R7
					I64Const $const_tagOf
					I64Eq
					If
						I64Const $1
						Set R8
					End
					Get R8
					Get R7
					I64Const $const_mapOf
					I64Eq
					I64ExtendI32U
					I64Shl
					Tee R8
					I64Eqz
					I32Eqz
					If
						Get R10
						Get R11
						I64Sub
						I64Const $(const_maxLevels*level__size)
						I64GeU
						BrIf $4
						Get R10
						I64Const $level__size
						I64Add
						Tee R10
						I32WrapI64
						I64Const $const_counted
						I64Store8 $level_kind
						Get R10
						I32WrapI64
						Get R8
						I64Store $level_left
						Get R13
						Set R0
						Br $3
					End
				End
			End

			Get R13
			Tee R0
			Get R1
			I64GtU
			If
				Get R0
				Get R1
				I64Sub
				Set R3
				Get R1
				Set R0
				Br $2
			End

			Block // left at the end of a record
				Loop // a level that may end with the item
					Get R10
					Get R11
					I64Eq
					BrIf $1
					Get R10
					I32WrapI64
					I64Load8U $level_kind
					I64Eqz
					If
						Get R10
						I32WrapI64
						Get R10
						I32WrapI64
						I64Load $level_left
						I64Const $1
						I64Sub
						Tee R7
						I64Store $level_left
						Get R7
						I64Eqz
						I32Eqz
						BrIf $3
						Get R10
						I64Const $level__size
						I64Sub
						Set R10
						Br $1
					End
				End
				Get R10
				I32WrapI64
				Get R10
				I32WrapI64
				I64Load $level_left
				I64Const $1
				I64Xor
				I64Store $level_left
				Br $1
			End

			Get R4
			I32WrapI64
			I64Const $const_bytesFlag
			I64Store32 $Row_Tag
			Get R4
			I32WrapI64
			Get R2
			Get R9
			I64Sub
			I64Store32 $Row_Off
			Get R4
			I32WrapI64
			Get R0
			Get R2
			I64Sub
			Tee R7
			I64Store32 $Row_Len
			Get R4
			I32WrapI64
			I64Load aux+72(FP)
			I64Store32 $Row_Aux
			Get R0
			Set R2
			Get R4
			I64Const $16
			I64Add
			Tee R4
			Get R5
			I64GeU
			BrIf $1
			Get R7
			I64Load limit+64(FP)
			I64LeU
			BrIf $0
		End
	End

	I64Load m+48(FP)
	Tee R7
	I32WrapI64
	Get R2
	Get R9
	I64Sub
	I64Store $Items_start
	Get R7
	I32WrapI64
	Get R10
	Get R11
	I64Sub
	I64Const $4
	I64ShrU
	I64Store $(Items_levels+levels_depth)
	Get R7
	I32WrapI64
	Get R3
	I64Store $Items_skip
	Get R7
	I32WrapI64
	Get R10
	Get R11
	I64Sub
	Get R3
	I64Or
	I64Eqz
	I32Eqz
	I64ExtendI32U
	I64Store8 $Items_open

	Get SP
	Get R4
	I64Load rows_base+24(FP)
	I64Sub
	I64Const $4
	I64ShrU
	I64Store n+80(FP)
	Get SP
	Get R0
	Get R9
	I64Sub
	I64Store next+88(FP)
	RET
