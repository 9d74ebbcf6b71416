import { create, createFileRegistry, fromBinary, fromJson } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import { Decoder as MessagePack } from '@msgpack/msgpack';
import { decode as cbor } from 'cbor-x/decode';
import { plain } from '../page/values.js';

/** What protoc would make of: message Tick { int32 n = 1; string text = 2; } service Feed { rpc Watch(Tick) returns (stream Tick); } */
function described() {
  const label = FieldDescriptorProto_Label.OPTIONAL;
  const { INT32, STRING } = FieldDescriptorProto_Type;
  const file = create(FileDescriptorProtoSchema, {
    name: 'bench.proto',
    package: 'bench',
    syntax: 'proto3',
    messageType: [
      {
        name: 'Tick',
        field: [
          { name: 'n', jsonName: 'n', number: 1, type: INT32, label },
          { name: 'text', jsonName: 'text', number: 2, type: STRING, label },
        ],
      },
    ],
    service: [
      {
        name: 'Feed',
        method: [{ name: 'Watch', inputType: '.bench.Tick', outputType: '.bench.Tick', serverStreaming: true }],
      },
    ],
  });
  const registry = createFileRegistry(file, () => undefined);
  return { tick: registry.getMessage('bench.Tick'), feed: registry.getService('bench.Feed') };
}

let known;

/** The message of records, and the service that streams them. */
export const schema = () => (known ??= described());

const decoder = new TextDecoder();
const proto = () => {
  const { tick } = schema();
  return (bytes) => fromBinary(tick, bytes);
};

/** What makes a value of a record's bytes, by format: those that are missing are JSON. All who have bytes use these. */
const decoders = {
  varint: proto,
  'envelope-proto': proto,
  'envelope-json': () => {
    const { tick } = schema();
    return (bytes) => fromJson(tick, JSON.parse(decoder.decode(bytes)));
  },
  'cbor-seq': () => cbor,
  msgpack: () => {
    const messagePack = new MessagePack();
    return (bytes) => messagePack.decode(bytes);
  },
};

export const decoderOf = (format) => (create ? decoders : plain)[format]?.();
