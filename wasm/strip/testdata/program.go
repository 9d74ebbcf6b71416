// Command program does what makes Go's runtime read its tables of functions, and dies.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

func main() {
	recovers()
	fmt.Println("depth", deep(3000, new(int)))
	collects()
	names()
	fmt.Print(string(debug.Stack()))
	defer func() { panic("the last") }()
	panicAt(3)
}

type shape interface{ area() int }

type square struct{ side int }

func (s square) area() int { return s.side * s.side }

//go:noinline
func areaOf(s shape) int { return s.area() }

// recovers panics in many ways and goes on.
func recovers() {
	var none *square
	var table map[string]int
	for i, f := range []func(){
		func() { _ = []int{1}[len(os.Args)+5] },
		func() { table["a"] = 1 },
		func() { none.side++ },
		func() { areaOf(none) }, // the runtime reads the text from the function's name
		func() { fmt.Println(1 / len(table)) },
		func() {
			defer func() { panic(fmt.Sprint("again after ", recover())) }()
			panicAt(3)
		},
	} {
		defer fmt.Println("later", i)
		fmt.Println(caught(f))
	}
}

func caught(f func()) (what any) {
	defer func() { what = recover() }()
	f()
	return "no panic"
}

//go:noinline
func panicAt(depth int) {
	if depth == 0 {
		panic("at the end")
	}
	panicAt(depth - 1)
}

// deep has its stack moved many times, with pointers into it that must move along.
//
//go:noinline
func deep(n int, above *int) int {
	here := [100]int{n}
	if n == 0 {
		return *above
	}
	below := deep(n-1, &here[1])
	if here[0] != n {
		panic("a frame was changed")
	}
	return below + 1 + here[1]
}

// collects has garbage collected while goroutines wait in functions that were deferred,
// whose stacks hold the only pointers to what they tell then.
func collects() {
	ready, proceed := make(chan bool), make(chan bool)
	told := make([]chan string, 20)
	for i := range told {
		told[i] = make(chan string)
		go func() {
			text := strings.Repeat(string(rune('a'+i)), 50+i)
			defer func() {
				lines := []*string{&text}
				ready <- true
				<-proceed
				told[i] <- *lines[0] + creator()
			}()
			deep(100, new(int))
			if i%2 == 0 {
				runtime.Goexit()
			}
		}()
	}
	for range told {
		<-ready
	}
	for range 5 {
		runtime.GC()
		litter()
	}
	close(proceed)
	for _, text := range told {
		fmt.Println(<-text)
	}
}

// litter takes the memory that was wrongly collected, if any was.
func litter() {
	for i := range 20_000 {
		litters[i%len(litters)] = []byte(strings.Repeat("x", i%1000))
	}
}

var litters [100][]byte

func creator() string {
	_, by, _ := strings.Cut(string(debug.Stack()), "created by ")
	return " by " + by
}

// names tells who called, also through functions that are inlined.
func names() {
	for _, pc := range outer() {
		f := runtime.FuncForPC(pc)
		file, line := f.FileLine(pc)
		fmt.Printf("func %s at %s:%d\n", f.Name(), file, line)
	}
	frames := runtime.CallersFrames(outer())
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		fmt.Printf("%s at %s:%d, inlined %v\n", frame.Function, frame.File, frame.Line, frame.Func == nil)
	}
	_, file, line, ok := runtime.Caller(0)
	fmt.Printf("here at %s:%d %v\n", file, line, ok)
}

func outer() []uintptr { return inner() }

func inner() []uintptr {
	pcs := make([]uintptr, 10)
	return pcs[:runtime.Callers(0, pcs)]
}
