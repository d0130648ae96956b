package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// blocks makes a journal of the records and returns its block files' folder and the one block.
func blocks(t *testing.T, dir string, records int) (folder, block string) {
	t.Helper()
	s, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for i := range records {
		stream := []string{"meeting.a", "meeting.b"}[i%2]
		if _, err := s.Append(t.Context(), stream, uint64(i/2), fmt.Appendf(nil, "payload %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	folder = filepath.Join(dir, storeFolder, "$G", "streams", jetStreamName, "msgs")
	return folder, filepath.Join(folder, "1.blk")
}

func TestEveryFlippedBitIsFound(t *testing.T) {
	const records = 6
	_, path := blocks(t, t.TempDir(), records)
	block := blockFile{index: 1, path: path}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	heads := map[string]head{}
	if err := scanBlock(heads, block, data, true); err != nil || heads["meeting.a"].seq != records/2 {
		t.Fatal(heads, err)
	}
	for i := range data {
		for bit := range 8 {
			data[i] ^= 1 << bit
			err := scanBlock(map[string]head{}, block, data, true)
			if _, ok := errors.AsType[*CorruptError](err); !ok {
				t.Fatalf("bit %d of byte %d of %d flipped: %v", bit, i, len(data), err)
			}
			data[i] ^= 1 << bit
		}
	}
}

func TestACutEndIsPassedOverOnlyInTheLastBlock(t *testing.T) {
	const records = 4
	_, path := blocks(t, t.TempDir(), records)
	block := blockFile{index: 1, path: path}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := len(data) / records // the records have one size
	for end := range data {
		for _, zeros := range []int{0, 1, 100} {
			cut := append(bytes.Clone(data[:end]), make([]byte, zeros)...)
			heads := map[string]head{}
			err := scanBlock(heads, block, cut, true)
			found := int(heads["meeting.a"].seq + heads["meeting.b"].seq)
			whole := 0 // counted in the bytes: where a checksum ends in zeros, zeros mend what was cut off it
			for whole < records && bytes.HasPrefix(cut, data[:(whole+1)*size]) {
				whole++
			}
			// Zeros that fill up the length of a record look like a damaged record, and must.
			if zeros == 0 && err != nil || found != whole {
				t.Fatalf("cut at %d of %d, %d zeros: %d records, %v", end, len(data), zeros, found, err)
			}
		}
		err := scanBlock(map[string]head{}, block, data[:end], false)
		if boundary := end*records%len(data) == 0; (err == nil) != boundary {
			t.Fatalf("cut at %d of %d, not the last block: %v", end, len(data), err)
		}
	}
}

func TestARemovedRecordBreaksTheChain(t *testing.T) {
	const records = 6
	_, path := blocks(t, t.TempDir(), records)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := len(data) / records
	for removed := range records - 2 {
		rest := append(bytes.Clone(data[:removed*size]), data[(removed+1)*size:]...)
		err := scanBlock(map[string]head{}, blockFile{index: 1, path: path}, rest, true)
		corrupt, ok := errors.AsType[*CorruptError](err)
		if want := uint64(removed/2) + 1; !ok || corrupt.Seq != want {
			t.Errorf("record %d removed: %v", removed, err)
		}
	}
}

func TestOpenRefusesADamagedJournalAndLeavesItAlone(t *testing.T) {
	dir := t.TempDir()
	_, path := blocks(t, dir, 10)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(data)
	damaged[len(damaged)/2] ^= 1
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, err = Open(t.Context(), Options{Dir: dir})
		if corrupt, ok := errors.AsType[*CorruptError](err); !ok || corrupt.Where == "" {
			t.Fatal(err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(after, damaged) {
			t.Fatal("Open changed the damaged file")
		}
	}
	if err := os.WriteFile(path, data, 0o600); err != nil { // the backup
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestAnInterruptedWriteIsForgotten leaves half a record at the end, as a power failure may. JetStream's index, which
// is older then, does not know of it.
func TestAnInterruptedWriteIsForgotten(t *testing.T) {
	dir := t.TempDir()
	folder, path := blocks(t, dir, 5)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Truncate(path, info.Size()-20), os.Remove(filepath.Join(folder, "index.db"))); err != nil {
		t.Fatal(err)
	}
	for round := range uint64(2) {
		s, err := Open(t.Context(), Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if seq, err := s.Append(t.Context(), "meeting.a", 2+round, []byte("again")); err != nil || seq != 3+round {
			t.Error(seq, err)
		}
		err = s.Replay(t.Context(), "meeting.a", 0, func(uint64, time.Time, []byte) error { return nil })
		if err = errors.Join(err, s.Close()); err != nil {
			t.Error(err)
		}
	}
}

// TestALostEndIsFound cuts whole records off, which the chain cannot tell, but JetStream's index can.
func TestALostEndIsFound(t *testing.T) {
	const records = 5
	dir := t.TempDir()
	_, path := blocks(t, dir, records)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, info.Size()/records*(records-1)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, err := Open(t.Context(), Options{Dir: dir})
		if _, ok := errors.AsType[*CorruptError](err); !ok {
			t.Error(err)
		}
	}
}

func TestSeveralBlocks(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	const records = 40 // 10 MiB; a block has 8
	for i := range uint64(records) {
		if _, err := s.Append(t.Context(), "a", i, make([]byte, MaxPayload)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, storeFolder, "$G", "streams", jetStreamName, "msgs")
	heads, err := scan(t.Context(), folder)
	if err != nil || heads["a"].seq != records {
		t.Fatal(heads["a"].seq, err)
	}
	files, err := blockFiles(folder)
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	info, err := os.Stat(files[0].path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(files[0].path, info.Size()-1); err != nil {
		t.Fatal(err)
	}
	_, err = scan(t.Context(), folder)
	if _, ok := errors.AsType[*CorruptError](err); !ok {
		t.Error("a cut in a block that is not the last:", err)
	}
}

// TestReplayFindsDamageWhileOpen damages the file behind the open journal's back.
func TestReplayFindsDamageWhileOpen(t *testing.T) {
	dir := t.TempDir()
	_, path := blocks(t, dir, 10)
	s, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("payload 4")) // record 3 of meeting.a
	data[at] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	calls := 0
	err = s.Replay(t.Context(), "meeting.a", 0, func(uint64, time.Time, []byte) error { calls++; return nil })
	corrupt, ok := errors.AsType[*CorruptError](err)
	if !ok || corrupt.Stream != "meeting.a" || corrupt.Seq != 3 || calls != 2 {
		t.Errorf("after %d records: %v", calls, err)
	}
}

func TestReplayMissesALostEnd(t *testing.T) {
	dir := t.TempDir()
	blocks(t, dir, 4)
	s, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h := s.head("meeting.a")
	h.seq++
	s.setHead("meeting.a", h) // as if there had been one more
	err = s.Replay(t.Context(), "meeting.a", 0, func(uint64, time.Time, []byte) error { return nil })
	if corrupt, ok := errors.AsType[*CorruptError](err); !ok || corrupt.Seq != 3 {
		t.Error(err)
	}
}

func TestScanStopsWithItsContext(t *testing.T) {
	folder, _ := blocks(t, t.TempDir(), 2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := scan(ctx, folder); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestTheServerSyncsAlways(t *testing.T) {
	s, err := Open(t.Context(), Options{Dir: t.TempDir(), SyncAlways: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if !s.server.JetStreamConfig().SyncAlways {
		t.Error("JetStream does not sync always")
	}
}

func TestRecordKeepsWhatItIsGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stream := rapid.String().Draw(t, "stream")
		payload := rapid.SliceOf(rapid.Byte()).Draw(t, "payload")
		h := head{seq: rapid.Uint64Range(0, 1<<63).Draw(t, "seq")}
		copy(h.hash[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "hash"))
		at := time.Unix(0, rapid.Int64().Draw(t, "at")).UTC()
		written := newRecord(stream, h, at, payload)
		read, err := unmarshalRecord(stream, written.marshal())
		if err != nil || read.seq != h.seq+1 || !read.at.Equal(at) || !bytes.Equal(read.payload, payload) {
			t.Fatal(read, err)
		}
		if next, err := h.follow(read); err != nil || next.seq != h.seq+1 || next.hash != written.hash {
			t.Fatal(next, err)
		}
		if _, err := unmarshalRecord(stream+"x", written.marshal()); err == nil {
			t.Fatal("the record passes as another stream's")
		}
	})
}

func FuzzUnmarshalRecord(f *testing.F) {
	r := newRecord("a", head{}, time.Unix(0, 1), []byte("payload"))
	f.Add(r.marshal())
	f.Add([]byte{recordVersion})
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := unmarshalRecord("a", b); err == nil && !bytes.Equal(r.marshal(), b) {
			t.Error("a record that reads is not the one that writes")
		}
	})
}

func FuzzScanBlock(f *testing.F) {
	f.Add([]byte{}, true)
	f.Add(make([]byte, 64), true)
	f.Add(append([]byte{30, 0, 0, 0x80}, make([]byte, 60)...), false)
	f.Fuzz(func(t *testing.T, data []byte, isLast bool) {
		heads := map[string]head{}
		_ = scanBlock(heads, blockFile{index: 1}, data, isLast)
		if len(heads) > 0 {
			t.Error("a record out of nothing: its checksums are right")
		}
	})
}
