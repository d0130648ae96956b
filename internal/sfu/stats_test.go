package sfu

import (
	"reflect"
	"testing"
)

func TestAddForgetsNoCounter(t *testing.T) {
	var one, sum Stats
	v := reflect.ValueOf(&one).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.CanUint() {
			f.SetUint(uint64(i + 1))
		} else {
			f.SetInt(int64(i + 1))
		}
	}
	sum.Add(one)
	if sum != one {
		t.Errorf("%+v\nadded to nothing is\n%+v", one, sum)
	}
}
