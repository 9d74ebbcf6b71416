package layout

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A goFile is a file of the engine, as far as it names what the host knows.
type goFile struct{ *ast.File }

func parseGo(t *testing.T, name string) goFile {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(harness.Root(), filepath.FromSlash(name)), nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	return goFile{file}
}

// fields are the names in a struct, in order.
func (f goFile) fields(t *testing.T, name string) (list []string) {
	t.Helper()
	ast.Inspect(f.File, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.Name == name {
			for _, field := range spec.Type.(*ast.StructType).Fields.List {
				for _, ident := range field.Names {
					list = append(list, ident.Name)
				}
			}
		}
		return true
	})
	require.NotEmpty(t, list, name)
	return list
}

// constants are the names of the block of constants that begins with one of a type.
func (f goFile) constants(typeName string) (list []string) {
	for _, declaration := range f.Decls {
		block, ok := declaration.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		first, ok := block.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident)
		if !ok || first.Name != typeName {
			continue
		}
		for _, spec := range block.Specs {
			list = append(list, spec.(*ast.ValueSpec).Names[0].Name)
		}
	}
	return list
}

type goFunction struct{ *ast.FuncDecl }

// function is one by its name, or a method as "receiver.name".
func (f goFile) function(t *testing.T, name string) goFunction {
	t.Helper()
	for _, declaration := range f.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && qualified(function) == name {
			return goFunction{function}
		}
	}
	require.Fail(t, "there is no function "+name)
	return goFunction{}
}

// methods are those of a type.
func (f goFile) methods(typeName string) (list []goFunction) {
	for _, declaration := range f.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && qualified(function) == typeName+"."+function.Name.Name {
			list = append(list, goFunction{function})
		}
	}
	return list
}

func qualified(function *ast.FuncDecl) string {
	if function.Recv == nil {
		return function.Name.Name
	}
	receiver := function.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	return receiver.(*ast.Ident).Name + "." + function.Name.Name
}

// arguments are the texts that a function calls another with.
func (f goFunction) arguments(callee string) (list []string) {
	ast.Inspect(f.FuncDecl, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && called(call) == callee {
			list = append(list, texts(call.Args...)...)
		}
		return true
	})
	return list
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// keys are those of the maps that a function makes or writes to.
func (f goFunction) keys() (list []string) {
	ast.Inspect(f.FuncDecl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			list = append(list, texts(n.Key)...)
		case *ast.IndexExpr:
			list = append(list, texts(n.Index)...)
		}
		return true
	})
	return list
}

// cases are the texts that a function switches by.
func (f goFunction) cases() (list []string) {
	ast.Inspect(f.FuncDecl, func(n ast.Node) bool {
		if clause, ok := n.(*ast.CaseClause); ok {
			list = append(list, texts(clause.List...)...)
		}
		return true
	})
	return list
}

// texts are the literal strings among expressions.
func texts(expressions ...ast.Expr) (list []string) {
	for _, expression := range expressions {
		literal, ok := expression.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			continue
		}
		if text, err := strconv.Unquote(literal.Value); err == nil {
			list = append(list, text)
		}
	}
	return list
}
