// Command ollama is Ollama as it comes, at the version that go.mod names.
package main

import (
	"context"

	"github.com/ollama/ollama/cmd"
	"github.com/spf13/cobra"
)

func main() { cobra.CheckErr(cmd.NewCLI().ExecuteContext(context.Background())) }
