package wire

//go:generate protoc --go_out=wirepb --go_opt=paths=source_relative wire.proto
