import { Component, input } from '@angular/core';
import { injectFeed } from 'feedsource/angular';

interface Message {
  id: string;
  text: string;
}

@Component({
  selector: 'app-messages',
  template: `
    <section>
      <p id="state">{{ feed.state() }}</p>
      <p id="error">{{ feed.error()?.message }}</p>
      <button type="button" id="reconnect" (click)="feed.reconnect()">Connect now</button>
      <button type="button" id="close" (click)="feed.close()">Stop</button>
      <ol>
        @for (record of feed.records(); track record.json.id) {
          <li>{{ record.json.text }}</li>
        }
      </ol>
    </section>
  `,
})
export class Messages {
  readonly url = input.required<string | null>();
  readonly token = input.required<string>();
  readonly feed = injectFeed<Message>(() => this.url(), {
    preset: 'gitter',
    headers: () => ({ Authorization: `Bearer ${this.token()}` }),
    keep: 50,
  });
}
