//go:build !js

package feedsource

import "github.com/feedsource/feedsource/wasm/internal/feed"

// tell has an event wait for a loop.
func (f *Feed) tell(events ...Event) {
	f.queue = append(f.queue, events...)
	f.moved.Broadcast()
}

// next waits for an event and gives it to a loop; nil when none will come.
func (f *Feed) next() Event {
	event := f.pull()
	switch event := event.(type) {
	case *Record:
		if f.options.Validate != nil {
			if err := f.options.Validate(event); err != nil {
				return f.refuse(event, err)
			}
		}
	case *Error:
		if event.Final {
			return f.last(event)
		}
	}
	return event
}

// last keeps the cursor while somebody can hear of it if that fails.
func (f *Feed) last(e *Error) Event {
	err := f.cursor.save()
	if err == nil {
		return e
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.queue = append([]Event{e}, f.queue...)
	return f.unkept(err)
}

// pull takes the first event that waits.
func (f *Feed) pull() Event {
	f.mu.Lock()
	defer f.mu.Unlock()
	for {
		for len(f.queue) == 0 && !f.isOver {
			f.moved.Wait()
		}
		if len(f.queue) == 0 {
			return nil
		}
		event := f.queue[0]
		f.drop()
		if id, ok := event.(reached); ok {
			f.cursor.advance(string(id))
			continue
		}
		f.note(event)
		return event
	}
}

// drop takes the first event from the queue; behind the last there is room again.
func (f *Feed) drop() {
	f.queue[0] = nil
	if f.queue = f.queue[1:]; len(f.queue) == 0 {
		f.queue = nil
		f.moved.Broadcast()
	}
}

// note is what a feed is after an event has been told.
func (f *Feed) note(event Event) {
	c := &f.counters
	switch event := event.(type) {
	case *OpenEvent:
		f.state, c.stalled = StateOpen, false
		c.connections++
	case *Record:
		c.Records++
	case *KeepAliveEvent:
		event.LastEventID = f.cursor.current()
		c.Keepalives++
	case *MalformedEvent:
		event.LastEventID = f.cursor.current()
		c.Malformed++
	case *Error:
		c.stalled, c.quietAt = !event.Final && (c.stalled || event.Type == FailStall), 0
		if f.state = StateConnecting; event.Final {
			f.closed(event)
		}
	}
}

// closed is what a feed is after it has failed for good, or is complete.
func (f *Feed) closed(e *Error) {
	isOver := e.Type == FailComplete || e.Status == 404 // the answer has been read, or is kept no more
	if e.Status == 410 || isOver && f.options.isOfOneAnswer() {
		f.cursor.forget()
	}
	f.state = StateClosed
	f.unhook()
	if e.Type != FailComplete {
		f.err = e
	}
}

// refuse makes a record one that does not fit.
func (f *Feed) refuse(record *Record, err error) *MalformedEvent {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.counters.Records--
	f.counters.Malformed++
	return &MalformedEvent{Reason: MalformedSchema, Data: record.Data, Offset: -1, LastEventID: record.LastEventID, Err: err}
}

// taken is told by a loop that is done with an event. The cursor goes on with it, and with what a batch has besides its records.
func (f *Feed) taken(event Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.isClosed {
		return
	}
	switch event := event.(type) {
	case *Record:
		f.cursor.advance(event.LastEventID)
	case *MalformedEvent:
		if event.Reason == MalformedSchema {
			f.cursor.advance(event.LastEventID)
		}
	}
	for len(f.queue) > 0 {
		id, ok := f.queue[0].(reached)
		if !ok {
			return
		}
		f.cursor.advance(string(id))
		f.drop()
	}
}

// warnPersist tells of what is wrong with the store of the cursor.
func (f *Feed) warnPersist(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tell(f.persistence(what))
}

func (f *Feed) unkept(err error) *WarningEvent {
	return f.persistence("the cursor could not be kept (" + err.Error() + ")")
}

func (f *Feed) persistence(what string) *WarningEvent {
	return &WarningEvent{Reason: WarnPersist, Message: feed.Place(f.url) + ": " + what + "."}
}
