#include "go_asm.h"
#include "take_wasm.h"
#include "textflag.h"

// func takeEvents(buf []byte, rows []Row, e *Events, ids *IDs, start, from, limit int) (n, next, seen int)
//
// R0 where to look next     R1 end of the buffer    R2 start of the event
// R3 the Events             R4 next row             R5 end of the rows
// R6 place of LF or CR      R7, R8, R10 scratch     R9 start of the buffer
// R11 whether there is data R12 start of the line   R13 tag
// R14 R0 as it was at the start of the event        R15 start of the line's value
TEXT ·takeEvents(SB), NOSPLIT, $0-112
	ENTER
	I64Load e+48(FP)
	Set R3
	Get R9
	I64Load start+64(FP)
	I64Add
	Set R2
	Get R9
	I64Load from+72(FP)
	I64Add
	Set R0

	Block // left when an event is not to be taken
		Loop // an event
			Get R0
			Set R14
			Get R4
			Get R5
			I64GeU
			BrIf $1
			Get R2
			Set R12
			I64Const $0
			Set R13
			I64Const $0
			Set R11
			Get R3
			I32WrapI64
			I64Const $0
			I64Store $(Events_id+0)

			Loop // a line
				Get R12
				Get R1
				I64GeU
				BrIf $2
				Get R12
				I32WrapI64
				I64Load8U $0
				I64Const $10
				I64Eq
				If // the blank one
					Get R11
					I64Eqz
					BrIf $3
					Block // left when the id is in force
						Get R3
						I32WrapI64
						I64Load $(Events_id+0)
						Tee R7
						I64Eqz
						BrIf $0
						Get R3
						I32WrapI64
						I64Load $(Events_id+8)
						Get R7
						I64Sub
						Tee R8 // its length
						Get R3
						I32WrapI64
						I64Load $Events_maxID
						I64GtS
						BrIf $4
						I64Load ids+56(FP)
						Tee R10
						I32WrapI64
						I64Load $(IDs_starts+8)
						I64Eqz
						BrIf $4
						Block // left when the id is another than the last
							// the last one's start in joined
							Get R10
							I32WrapI64
							I64Load $(IDs_starts+0)
							Get R10
							I32WrapI64
							I64Load $(IDs_starts+8)
							I64Const $3
							I64Shl
							I64Add
							I64Const $8
							I64Sub
							I32WrapI64
							I64Load $0
							Tee R6
							Get R8
							I64Add
							I64Const $1
							I64Add
							Get R10
							I32WrapI64
							I64Load $(IDs_joined+8)
							I64Ne
							BrIf $0
							Get R6
							Get R10
							I32WrapI64
							I64Load $(IDs_joined+0)
							I64Add
							Set R6
							I64Const $0
							Set R0
							Loop // bytes that are equal
								Get R0
								Get R8
								I64GeU
								BrIf $2
								Get R6
								Get R0
								I64Add
								I32WrapI64
								I64Load8U $0
								Get R7
								Get R0
								I64Add
								I32WrapI64
								I64Load8U $0
								I64Ne
								BrIf $1
								Get R0
								I64Const $1
								I64Add
								Set R0
								Br $0
							End
						End
						// room for the id, its LF and its start, or it is left to IDs.Set
						Get R10
						I32WrapI64
						I64Load $(IDs_joined+8)
						Tee R6
						Get R8
						I64Add
						Get R10
						I32WrapI64
						I64Load $(IDs_joined+16)
						I64GeS
						BrIf $4
						Get R10
						I32WrapI64
						I64Load $(IDs_starts+8)
						Get R10
						I32WrapI64
						I64Load $(IDs_starts+16)
						I64GeS
						BrIf $4
						Get R6
						Get R10
						I32WrapI64
						I64Load $(IDs_joined+0)
						I64Add
						Set R6
						I64Const $0
						Set R0
						Block // left when it is copied
							Loop // its bytes
								Get R0
								Get R8
								I64GeU
								BrIf $1
								Get R6
								Get R0
								I64Add
								I32WrapI64
								Get R7
								Get R0
								I64Add
								I32WrapI64
								I64Load8U $0
								I64Store8 $0
								Get R7
								Get R0
								I64Add
								I32WrapI64
								I64Load8U $0
								I64Eqz
								BrIf $6 // NUL: no id
								Get R0
								I64Const $1
								I64Add
								Set R0
								Br $0
							End
						End
						Get R6
						Get R8
						I64Add
						I32WrapI64
						I64Const $10
						I64Store8 $0
						Get R10
						I32WrapI64
						I64Load $(IDs_starts+0)
						Get R10
						I32WrapI64
						I64Load $(IDs_starts+8)
						I64Const $3
						I64Shl
						I64Add
						I32WrapI64
						Get R10
						I32WrapI64
						I64Load $(IDs_joined+8)
						I64Store $0
						Get R10
						I32WrapI64
						Get R10
						I32WrapI64
						I64Load $(IDs_starts+8)
						I64Const $1
						I64Add
						I64Store $(IDs_starts+8)
						Get R10
						I32WrapI64
						Get R10
						I32WrapI64
						I64Load $(IDs_joined+8)
						Get R8
						I64Add
						I64Const $1
						I64Add
						I64Store $(IDs_joined+8)
					End

					Get R4
					I32WrapI64
					Get R13
					I64Store32 $Row_Tag
					Get R4
					I32WrapI64
					I64Load ids+56(FP)
					I32WrapI64
					I64Load $(IDs_starts+8)
					Tee R7
					I64Const $1
					I64Sub
					I64Const $0
					Get R7
					I64Eqz
					I32Eqz
					Select
					I64Store32 $Row_Aux
					Get R4
					I64Const $16
					I64Add
					Set R4
					Get R12
					I64Const $1
					I64Add
					Tee R2
					Set R0
					Br $2
				End

				Get R12
				I64Const $8
				I64Add
				Get R1
				I64GtU
				BrIf $2
				Get R12
				I32WrapI64
				I64Load $0
				Tee R7
				I64Const $0xffffffffff
				I64And
				I64Const $const_dataField
				I64Eq
				If
					Get R11
					I64Eqz
					I32Eqz
					BrIf $3 // a second line of data
					I64Const $5
					Set R15
				Else
					Get R7
					I64Const $0xffffff
					I64And
					I64Const $const_idField
					I64Eq
					If
						I64Const $3
						Set R15
					Else // the line that names the type, or another, which is left
						Get R3
						I32WrapI64
						I64Load $Events_leadLen
						Tee R8
						I64Eqz
						BrIf $4
						Get R12
						I64Const $const_longestLead
						I64Add
						Get R1
						I64GtU
						BrIf $4
						Get R3
						Set R7
						Loop // eight bytes of it at R7, of which R8 are left
							Get R12
							I32WrapI64
							I64Load $0
							Get R7
							I32WrapI64
							I64Load $Events_lead
							I64Xor
							Set R10
							Get R8
							I64Const $8
							I64GtU
							If
								Get R10
								I64Eqz
								I32Eqz
								BrIf $6
								Get R12
								I64Const $8
								I64Add
								Set R12
								Get R7
								I64Const $8
								I64Add
								Set R7
								Get R8
								I64Const $8
								I64Sub
								Set R8
								Br $1
							End
							Get R10
							I64Const $64
							Get R8
							I64Const $3
							I64Shl
							I64Sub
							I64Shl
							I64Eqz
							I32Eqz
							BrIf $5
						End
						Get R12
						Get R8
						I64Add
						Tee R12
						Set R0
						Get R3
						I32WrapI64
						I64Load $Events_tag
						Set R13
						Br $2
					End
				End

				Get R12
				Get R15
				I64Add
				Tee R15
				Get R15
				I32WrapI64
				I64Load8U $0
				I64Const $32
				I64Eq
				I64ExtendI32U
				I64Add
				Set R15
				Block // left when the line is unfinished
					LF_OR_CR(5)

					Get R6
					I32WrapI64
					I64Load8U $0
					I64Const $10
					I64Ne
					BrIf $3
					Get R6
					Get R12
					I64Sub
					I64Load limit+80(FP)
					I64GtS
					BrIf $3
					Get R15
					Get R12
					I64Sub
					I64Const $5
					I64GeU
					If
						I64Const $1
						Set R11
						Get R4
						I32WrapI64
						Get R15
						Get R9
						I64Sub
						I64Store32 $Row_Off
						Get R4
						I32WrapI64
						Get R6
						Get R15
						I64Sub
						I64Store32 $Row_Len
					Else
						Get R3
						I32WrapI64
						Get R15
						I64Store $(Events_id+0)
						Get R3
						I32WrapI64
						Get R6
						I64Store $(Events_id+8)
					End
					Get R6
					I64Const $1
					I64Add
					Tee R12
					Set R0
					Br $1
				End
				Get R12
				Get R2
				I64Eq
				If // what was looked through of a first line need not be again
					Get R0
					Set R14
				End
				Br $2
			End
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
	Get R14
	Get R9
	I64Sub
	I64Store seen+104(FP)
	RET
